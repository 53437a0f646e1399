/** The rows of a list that may be very long: those on screen are in the page, and few beside them; more are loaded as one scrolls. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Agent, Summary } from "../shared/contract";
import { Item } from "./item";
import type { DeskState } from "./store";
import { useView } from "./view";

/** All rows are equally high, so that where one stands needs no measuring. */
const ROW_PX = 114;
const BESIDE = 6;
/** So many rows before the last loaded one come into sight, the next page is asked for. */
const AHEAD = 30;
/** By so many rows at most the list moves under the eyes; what jumps further was itself moved. */
const NEAR = 4;

interface Props {
  state: DeskState;
  agent: Agent;
  count: number;
  nowMs: number;
}

export function Rows({ state, agent, count, nowMs }: Props): JSX.Element {
  const { desk, texts } = useView();
  const { list, tab, selectedId, focusRow } = state;
  const { items } = list;
  const scroller = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(0);
  const [focusedId, setFocused] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);
  /** What stood at the upper edge when it was last looked at. */
  const edge = useRef<{ id: string; index: number } | null>(null);

  const first = Math.max(0, Math.floor(top / ROW_PX) - BESIDE);
  const end = Math.min(count, Math.ceil((top + height) / ROW_PX) + BESIDE);
  const shown: number[] = [];
  for (let index = first; index < end; index++) shown.push(index);
  // Who has the focus keeps it, wherever they scroll to.
  const focused = focusedId === null ? -1 : items.findIndex((item) => item.id === focusedId);
  if (focused >= 0 && (focused < first || focused >= end)) shown.push(focused);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const watcher = new ResizeObserver(() => setHeight(element.clientHeight));
    watcher.observe(element);
    setHeight(element.clientHeight);
    return () => watcher.disconnect();
  }, []);

  useLayoutEffect(() => {
    // What one is reading stays where it is when something comes or goes above it.
    const element = scroller.current;
    const before = edge.current;
    if (!element || !before || element.scrollTop < ROW_PX) return;
    const moved = items.findIndex((item) => item.id === before.id) - before.index;
    if (moved !== 0 && Math.abs(moved) <= NEAR && items.some((item) => item.id === before.id)) element.scrollTop += moved * ROW_PX;
  }, [items]);

  useLayoutEffect(() => {
    const index = Math.floor(top / ROW_PX);
    const item = items[index];
    edge.current = item ? { id: item.id, index } : null;
  }, [items, top]);

  useEffect(() => {
    if (list.next !== null && list.more === "idle" && end + AHEAD > items.length) void desk.listing.more(end + AHEAD);
  }, [end, items.length, list.next, list.more]);

  useLayoutEffect(() => {
    const element = scroller.current;
    const item = focusRow && items[focusRow.index];
    if (!element || !item) return;
    const above = focusRow.index * ROW_PX;
    if (above < element.scrollTop) element.scrollTop = above;
    else if (above + ROW_PX > element.scrollTop + element.clientHeight) element.scrollTop = above + ROW_PX - element.clientHeight;
    setTop(element.scrollTop);
    setFocused(item.id);
    wanted.current = item.id;
  }, [focusRow?.at]);

  useLayoutEffect(() => {
    // As soon as it is in the page, so that quick keys never act on the row before.
    const place = wanted.current && scroller.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(wanted.current)}"]`);
    if (!place) return;
    wanted.current = null;
    place.focus({ preventScroll: true });
  });

  const row = (index: number): JSX.Element => {
    const item: Summary | undefined = items[index];
    const style = { top: `${index * ROW_PX}px`, height: `${ROW_PX}px` };
    if (!item) {
      return (
        <li key={`at-${index}`} class="queue-row blank" style={style} aria-hidden="true">
          <span />
          <span />
          <span />
        </li>
      );
    }
    return (
      <li key={item.id} class="queue-row" style={style} aria-setsize={count} aria-posinset={index + 1}>
        <Item item={item} agent={agent} nowMs={nowMs} isSelected={item.id === selectedId} isTyping={state.customerTyping[item.id] ?? false} />
      </li>
    );
  };

  return (
    <div
      ref={scroller}
      class="queue-list"
      id="queue-list"
      role="tabpanel"
      aria-labelledby={`tab-${tab}`}
      data-testid="desk-queue"
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onFocusIn={(event) => setFocused((event.target as HTMLElement).closest<HTMLElement>("[data-id]")?.dataset["id"] ?? null)}
      onFocusOut={() => setFocused(null)}
    >
      <ul class="queue-rows" role="list" style={{ height: `${count * ROW_PX}px` }}>
        {shown.map(row)}
      </ul>
      {list.more === "failed" && (
        <p class="queue-more" role="alert">
          {texts.moreFailed}
          <button type="button" class="button small" onClick={() => void desk.listing.more(end + AHEAD)}>
            {texts.retry}
          </button>
        </p>
      )}
      {list.next === null && count > 20 && <p class="queue-end quiet">{texts.endOfList}</p>}
    </div>
  );
}
