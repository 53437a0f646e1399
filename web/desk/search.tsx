/** Search over everything: words, people, order numbers. Arrows choose, Enter opens at that message. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { SearchResult } from "../shared/contract";
import { dayAndTime } from "../shared/moment";
import { Dialog } from "./dialog";
import * as api from "./teamapi";
import { useView } from "./view";

const PAUSE_MS = 220;
const LIST_ID = "search-results";

interface Found {
  query: string;
  results: SearchResult[];
  next: string | null;
}

export function Search({ onClose }: { onClose: () => void }): JSX.Element {
  const { desk, texts } = useView();
  const words = texts.team.search;
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<Found | null>(null);
  const [isFailed, setFailed] = useState(false);
  const [chosen, setChosen] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const wanted = query.trim();
  const isAsking = isEnough(wanted) && found?.query !== wanted && !isFailed;

  useLayoutEffect(() => field.current?.focus(), []);
  useEffect(() => {
    setFailed(false);
    setChosen(0);
    if (!isEnough(wanted)) return setFound(null);
    let isCurrent = true;
    const timer = window.setTimeout(() => {
      api.search(wanted, null).then(
        (page) => isCurrent && setFound({ query: wanted, ...page }),
        () => isCurrent && setFailed(true),
      );
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [wanted]);
  useEffect(() => {
    document.getElementById(`${LIST_ID}-${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

  const results = isEnough(wanted) ? (found?.results ?? []) : [];
  const open = (result: SearchResult | undefined): void => {
    if (!result) return;
    onClose();
    void desk.open(result.conversation.id, result.message_id);
  };
  const more = async (): Promise<void> => {
    if (!found?.next) return;
    try {
      const page = await api.search(found.query, found.next);
      setFound((before) => (before?.query === found.query ? { ...before, results: [...before.results, ...page.results], next: page.next } : before));
    } catch {
      setFailed(true);
    }
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") setChosen(Math.min(results.length - 1, chosen + 1));
    else if (event.key === "ArrowUp") setChosen(Math.max(0, chosen - 1));
    else if (event.key === "Enter") open(results[chosen]);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={words.title} testId="desk-search" isWide onClose={onClose}>
      <input
        ref={field}
        class="search-field"
        role="combobox"
        aria-label={words.label}
        aria-expanded={results.length > 0}
        aria-controls={LIST_ID}
        aria-autocomplete="list"
        aria-activedescendant={results.length > 0 ? `${LIST_ID}-${chosen}` : undefined}
        placeholder={words.placeholder}
        maxLength={200}
        value={query}
        autocomplete="off"
        spellcheck={false}
        data-testid="desk-search-field"
        onInput={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={keyDown}
      />
      <p class="sheet-status quiet" role="status">
        {!isEnough(wanted) && words.hint}
        {isAsking && words.searching}
        {isFailed && words.failed}
        {!isAsking && !isFailed && found && isEnough(wanted) && (results.length === 0 ? words.none : words.found(results.length, found.next !== null))}
      </p>
      <ul class="results" role="listbox" id={LIST_ID} aria-label={words.title} aria-busy={isAsking}>
        {results.map((result, index) => (
          <Row key={`${result.kind}-${result.message_id ?? result.conversation.id}`} result={result} index={index} isChosen={index === chosen} onChoose={() => open(result)} />
        ))}
      </ul>
      {found?.next && results.length > 0 && (
        <button type="button" class="button" data-testid="desk-search-more" onClick={() => void more()}>
          {words.more}
        </button>
      )}
    </Dialog>
  );
}

function Row({ result, index, isChosen, onChoose }: { result: SearchResult; index: number; isChosen: boolean; onChoose: () => void }): JSX.Element {
  const { language, texts } = useView();
  const { conversation } = result;
  const name = conversation.customer?.name ?? `${texts.guest} ${conversation.id.slice(-4)}`;
  const author = result.author && result.author !== "customer" ? (result.author_name ?? texts.author[result.author]) : null;
  return (
    <li id={`${LIST_ID}-${index}`} role="option" aria-selected={isChosen} data-testid="desk-search-result" data-kind={result.kind} onClick={onChoose}>
      <span class="result-line">
        <strong>{name}</strong>
        <span class={`result-kind ${result.kind}`}>{texts.team.search.kind[result.kind]}</span>
        {author && <span class="quiet">{author}</span>}
        <time class="quiet">{dayAndTime(result.at, language)}</time>
      </span>
      <span class="result-text">{result.excerpt.map((part, place) => (part.hit ? <mark key={place}>{part.text}</mark> : part.text))}</span>
    </li>
  );
}

/** Say whether the query would not find nearly everything: two letters, or a character of Chinese. */
function isEnough(query: string): boolean {
  return query.split(/\s+/).some((word) => word.length > 1 || /[\u2e80-\uffff]/.test(word));
}
