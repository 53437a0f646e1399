/** Replies that stand ready: inserted with a key, edited like any text, dismissed when they are no good. */

import type { JSX } from "preact";
import type { Suggestion } from "../../shared/contract";
import { CloseIcon, InsertIcon } from "../../shared/icons";
import { useView } from "../view";

/** `suggestions` is null while they are being made. */
export function Suggestions({ suggestions }: { suggestions: Suggestion[] | null }): JSX.Element {
  const { texts } = useView();
  return (
    <section aria-busy={suggestions === null}>
      <h3>{texts.suggestions.title}</h3>
      <div aria-live="polite">
        {suggestions === null && (
          <p class="quiet" data-testid="desk-suggestions-loading">
            {texts.suggestions.loading}
          </p>
        )}
        {suggestions?.length === 0 && (
          <p class="quiet" data-testid="desk-suggestions-empty">
            {texts.suggestions.empty}
          </p>
        )}
      </div>
      <ol class="suggestions">
        {suggestions?.map((suggestion, index) => <Row key={suggestion.id} suggestion={suggestion} place={index + 1} />)}
      </ol>
    </section>
  );
}

function Row({ suggestion, place }: { suggestion: Suggestion; place: number }): JSX.Element {
  const { desk, texts } = useView();
  const { kind, title, url } = suggestion.source;
  const origin = texts.suggestions.kind[kind] ?? kind;
  return (
    <li data-testid="desk-suggestion" data-kind={kind} data-id={suggestion.id}>
      <p>{suggestion.text}</p>
      <p class="suggestion-source" data-testid="desk-suggestion-source">
        {origin}
        {title && " · "}
        {title &&
          (url ? (
            <a href={url} target="_blank" rel="noreferrer">
              {title}
            </a>
          ) : (
            title
          ))}
      </p>
      <div class="suggestion-actions">
        <button type="button" class="button small" data-testid="desk-suggestion-insert" aria-keyshortcuts={`${place} Alt+${place}`} onClick={() => desk.suggesting.insert(suggestion)}>
          <InsertIcon />
          {texts.suggestions.insert}
          <kbd>{place}</kbd>
        </button>
        <button type="button" class="quiet-button" data-testid="desk-suggestion-dismiss" aria-label={texts.suggestions.dismiss} title={texts.suggestions.dismiss} onClick={() => void desk.suggesting.dismiss(suggestion.id)}>
          <CloseIcon />
        </button>
      </div>
    </li>
  );
}
