import type { JSX, RefObject } from "preact";

interface Props {
  names: readonly string[];
  label: string;
  field: RefObject<HTMLTextAreaElement | null>;
  onInsert: (text: string) => void;
}

/** The variables that a text may leave open; pressing one puts it where the cursor stands. */
export function Variables({ names, label, field, onInsert }: Props): JSX.Element {
  const insert = (name: string): void => {
    const place = field.current;
    if (!place) return;
    place.setRangeText(`{${name}}`, place.selectionStart, place.selectionEnd, "end");
    onInsert(place.value);
    place.focus();
  };
  return (
    <div class="variables" role="group" aria-label={label}>
      {names.map((name) => (
        <button type="button" key={name} class="variable" onClick={() => insert(name)}>
          {`{${name}}`}
        </button>
      ))}
    </div>
  );
}
