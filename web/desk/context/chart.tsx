import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { TimelinePoint } from "../../shared/contract";
import { clockTime } from "../../shared/moment";
import { EmotionTag } from "../emotion";
import { useView } from "../view";

const HEIGHT = 152;
const TOP = 20;
const BOTTOM = 26;
const LEFT = 34;
const RIGHT = 14;
const LABEL_WIDTH = 74;
const RADIUS = 6.5;

/** The customer's mood, message by message: a line of points that can be pointed at, walked through with the arrow keys, and followed. */
export function EmotionChart({ points }: { points: TimelinePoint[] }): JSX.Element {
  const { desk, language, texts } = useView();
  const words = texts.context;
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const [chosen, setChosen] = useState<string | null>(null);

  if (points.length === 0) {
    return (
      <section>
        <h3>{words.mood}</h3>
        <p class="quiet">{words.moodNone}</p>
      </section>
    );
  }

  const inner = width - LEFT - RIGHT;
  const x = (index: number): number => LEFT + (points.length === 1 ? inner / 2 : 10 + (index / (points.length - 1)) * (inner - 20));
  const y = (valence: number): number => TOP + ((1 - Math.max(-1, Math.min(1, valence))) / 2) * (HEIGHT - TOP - BOTTOM);
  const labelled = labelledPoints(points, inner - 20);
  const current = points.find((point) => point.message_id === chosen) ?? points.at(-1);
  const line = points.map((point, index) => `${x(index).toFixed(1)},${y(point.valence).toFixed(1)}`).join(" ");
  const first = points[0];
  const last = points.at(-1);

  const keyDown = (event: KeyboardEvent, index: number): void => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      const point = points[index];
      if (point) desk.spotlight(point.message_id);
      return;
    }
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    place.current?.querySelectorAll<SVGElement>("[data-testid=desk-chart-point]")[index + step]?.focus();
  };

  return (
    <section class="mood">
      <h3>{words.mood}</h3>
      <div ref={place} class="chart" data-testid="desk-chart" data-own-arrows="">
        <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="group" aria-label={`${words.mood}. ${words.moodHelp}`}>
          {[1, 0, -1].map((valence) => (
            <g key={valence}>
              <line class={valence === 0 ? "zero" : "bound"} x1={LEFT} x2={width - RIGHT} y1={y(valence)} y2={y(valence)} />
              <text class="scale" x={LEFT - 8} y={y(valence) + 4} text-anchor="end">
                {valence > 0 ? "+1" : valence < 0 ? "−1" : "0"}
              </text>
            </g>
          ))}
          <text class="scale" x={x(0)} y={HEIGHT - 6} text-anchor={points.length === 1 ? "middle" : "start"}>
            {first ? clockTime(first.at, language) : ""}
          </text>
          {points.length > 1 && (
            <text class="scale" x={x(points.length - 1)} y={HEIGHT - 6} text-anchor="end">
              {last ? clockTime(last.at, language) : ""}
            </text>
          )}
          <polyline class="mood-line" points={line} />
          {points.map((point, index) => (
            <g
              key={point.message_id}
              class={`point ${point.label}${current === point ? " current" : ""}`}
              role="button"
              tabIndex={current === point ? 0 : -1}
              aria-label={spoken(point, texts.emotion[point.label], texts.confidence, clockTime(point.at, language))}
              data-testid="desk-chart-point"
              data-message-id={point.message_id}
              data-label={point.label}
              onFocus={() => setChosen(point.message_id)}
              onMouseEnter={() => setChosen(point.message_id)}
              onClick={() => desk.spotlight(point.message_id)}
              onKeyDown={(event) => keyDown(event, index)}
            >
              <circle class="target" cx={x(index)} cy={y(point.valence)} r="15" />
              <circle class="dot" cx={x(index)} cy={y(point.valence)} r={RADIUS} />
              {labelled.has(index) && (
                <text x={x(index)} y={y(point.valence) - 13} text-anchor={anchor(index, points.length)}>
                  {texts.emotion[point.label]}
                </text>
              )}
            </g>
          ))}
        </svg>
        {current && (
          <div class="readout" role="status">
            <p>
              <EmotionTag label={current.label} texts={texts} percent={current.confidence == null ? undefined : Math.round(current.confidence * 100)} />
              <time>{clockTime(current.at, language)}</time>
            </p>
            {current.quote && <blockquote>{current.quote}</blockquote>}
          </div>
        )}
      </div>
      <MoodTable points={points} />
    </section>
  );
}

function MoodTable({ points }: { points: TimelinePoint[] }): JSX.Element {
  const { desk, language, texts } = useView();
  const { columns, moodTable } = texts.context;
  return (
    <details class="mood-table">
      <summary>{moodTable}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{columns.time}</th>
            <th scope="col">{columns.emotion}</th>
            <th scope="col">{columns.valence}</th>
            <th scope="col">{columns.quote}</th>
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.message_id}>
              <td>{clockTime(point.at, language)}</td>
              <td>
                {texts.emotion[point.label]}
                {point.confidence != null && <small> {texts.confidence(Math.round(point.confidence * 100))}</small>}
              </td>
              <td>{point.valence.toFixed(2).replace("-", "−")}</td>
              <td>
                <button type="button" class="summary-line" data-testid="desk-mood-message" onClick={() => desk.spotlight(point.message_id)}>
                  {point.quote || texts.context.toMessage}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function spoken(point: TimelinePoint, label: string, percent: (value: number) => string, time: string): string {
  const confidence = point.confidence == null ? "" : `, ${percent(Math.round(point.confidence * 100))}`;
  return `${time}: ${label}${confidence}. ${point.quote ?? ""}`;
}

function anchor(index: number, count: number): "start" | "middle" | "end" {
  if (count === 1) return "middle";
  if (index === 0) return "start";
  return index === count - 1 ? "end" : "middle";
}

/** Choose which points carry their label: the lowest and the last first, then where the mood changes, as long as there is room. */
function labelledPoints(points: TimelinePoint[], width: number): Set<number> {
  const gap = points.length > 1 ? width / (points.length - 1) : width;
  const order = points.map((_, index) => index);
  const lowest = order.reduce((best, index) => ((points[index]?.valence ?? 0) < (points[best]?.valence ?? 0) ? index : best), 0);
  const changes = order.filter((index) => points[index]?.label !== points[index - 1]?.label);
  const chosen = new Set<number>();
  for (const index of [lowest, points.length - 1, ...changes]) {
    if ([...chosen].every((other) => other === index || Math.abs(other - index) * gap >= LABEL_WIDTH)) chosen.add(index);
  }
  return chosen;
}

function useWidth(place: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(340);
  const measure = (): void => {
    const measured = place.current?.clientWidth ?? 0;
    if (measured > 0) setWidth(measured);
  };
  useLayoutEffect(measure, []);
  useEffect(() => {
    if (!place.current) return;
    const observer = new ResizeObserver(measure);
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [place.current]);
  return width;
}
