import type { JSX } from "preact";
import type { Drawings } from "./drawings";
import { CLAY, CREAM, DEEP, HONEY, INK, MIST, NIGHT, PINE, PLUM, ROSE, SKY, STONE, WOOD } from "./colours";

/** A garment for the upper body; `long` gives it long sleeves. */
function top(paint: string, long: boolean, detail: JSX.Element): JSX.Element {
  const sleeves = long ? "M66 56 38 140l20 8 14-46zM134 56l28 84-20 8-14-46z" : "M66 56 40 92l18 16 14-14zM134 56l26 36-18 16-14-14z";
  return (
    <>
      <path d={sleeves} fill={paint} />
      <path d="M66 54c10-6 58-6 68 0l-4 106H70z" fill={paint} />
      {detail}
    </>
  );
}

function trousers(paint: string, hem: number, band: string): JSX.Element {
  return (
    <>
      <path d={`M66 48h68l8 ${hem - 48}h-32l-10-58-10 58H58z`} fill={paint} />
      <path d="M66 48h68l1 12H65z" fill={band} />
    </>
  );
}

const NECK = "M84 50c2 16 30 16 32 0z";

/** A low shoe, seen from the side. */
function shoe(paint: string, sole: string, mark: string): JSX.Element {
  return (
    <>
      <path d="M44 94c10 8 24 8 32-4l10-2c18 22 36 30 60 34 12 2 14 14 12 24H42c-4-18-4-38 2-52z" fill={paint} />
      <path d="M38 140h122c4 0 4 22-6 22H46c-10 0-12-22-8-22z" fill={sole} />
      <path d="m88 100 12-8m0 18 12-8m2 16 10-9" stroke={mark} stroke-width="5" stroke-linecap="round" />
    </>
  );
}

function boot(paint: string, sole: string, laces: string | null): JSX.Element {
  return (
    <>
      <path d="M62 48h50v56c10 14 42 10 44 40H62z" fill={paint} />
      <path d="M58 142h102v10a10 10 0 0 1-10 10H58z" fill={sole} />
      {laces && <path d="m96 70 18-4m-18 18 18-4m-18 18 20-4" stroke={laces} stroke-width="5" stroke-linecap="round" />}
    </>
  );
}

export const wear: Drawings = {
  "rain-jacket": () => top(HONEY, true, <path d="M100 58v102M76 54c4 22 44 22 48 0" fill="none" stroke={CREAM} stroke-width="5" />),
  "merino-sweater": () =>
    top(
      PINE,
      true,
      <>
        <path d={NECK} fill={DEEP} />
        <path d="M71 92h58m-58 12h58" stroke={CREAM} stroke-width="5" stroke-dasharray="8 6" />
      </>,
    ),
  "cotton-tshirt": () => top(CREAM, false, <path d={NECK} fill={MIST} />),
  "linen-shirt": () =>
    top(
      "#a9c4cf",
      true,
      <>
        <path d="m82 48 18 22 18-22z" fill={CREAM} />
        <path d="M100 70v90" stroke={SKY} stroke-width="3" />
        <path d="M100 88h.1m-.1 22h.1m-.1 22h.1" stroke={NIGHT} stroke-width="6" stroke-linecap="round" />
      </>,
    ),
  jeans: () => (
    <>
      {trousers("#3d5f86", 162, NIGHT)}
      <path d="M74 62c2 14 14 14 16 0m36 0c-2 14-14 14-16 0" fill="none" stroke={HONEY} stroke-width="3" />
    </>
  ),
  "winter-coat": () =>
    top(
      "#5a4a52",
      true,
      <>
        <path d="M74 46h52l-10 26H84z" fill={CREAM} />
        <path d="M100 72v88m-20-26h12m16 0h12" stroke={CREAM} stroke-width="3" />
        <path d="M108 90h.1m-.1 20h.1m-.1 20h.1" stroke={HONEY} stroke-width="7" stroke-linecap="round" />
      </>,
    ),
  scarf: () => (
    <>
      <path d="M58 64c20-16 64-16 84 0 8 22-10 36-42 36S50 86 58 64z" fill={CLAY} />
      <path d="M104 92h34l6 62h-36z" fill={CLAY} />
      <path d="M106 120h34m-33 14h35" stroke={CREAM} stroke-width="5" />
      <path d="M108 154v10m9-10v10m9-10v10m9-10v10m8-10v10" stroke={CLAY} stroke-width="4" />
      <path d="M72 74c18 10 38 10 56 0" fill="none" stroke={CREAM} stroke-width="5" />
    </>
  ),
  "wool-socks": () => (
    <>
      <path d="M92 50h32v58c0 6 30 14 30 32 0 22-40 22-54 8-6-6-8-12-8-20z" fill={ROSE} transform="translate(8 0)" />
      <path d="M60 50h34v60c0 8 26 14 26 32 0 20-38 22-52 8-6-6-8-12-8-20z" fill={PLUM} />
      <path d="M60 50h34v16H60z" fill={CREAM} />
      <path d="M100 50h32v16h-32z" fill={CREAM} />
    </>
  ),
  "summer-dress": () => (
    <>
      <path d="M78 44v20m44-20v20" stroke={CLAY} stroke-width="6" />
      <path d="M74 62c14 8 38 8 52 0l-6 34 30 64H50l30-64z" fill={CLAY} />
      <path d="M78 96h44" stroke={CREAM} stroke-width="5" />
      <path d="M78 124h.1m26-8h.1m-8 28h.1m24-14h.1m-54 18h.1m62-2h.1" stroke={HONEY} stroke-width="9" stroke-linecap="round" />
    </>
  ),
  "swim-shorts": () => (
    <>
      {trousers(SKY, 132, CREAM)}
      <path d="M72 92c8-8 16 8 24 0m12 0c8-8 16 8 24 0M68 112c8-8 16 8 24 0m20 0c8-8 16 8 24 0" fill="none" stroke={CREAM} stroke-width="4" />
    </>
  ),
  pyjamas: () =>
    top(
      "#8fa3c2",
      true,
      <>
        <path d="m82 48 18 20 18-20z" fill={CREAM} />
        <path d="M82 60v100m36-100v100" stroke={CREAM} stroke-width="3" />
        <path d="M100 84h.1m-.1 24h.1m-.1 24h.1" stroke={NIGHT} stroke-width="7" stroke-linecap="round" />
      </>,
    ),
  "running-shoes": () => shoe(CLAY, CREAM, CREAM),
  "trail-shoes": () => shoe(PINE, INK, HONEY),
  "canvas-sneakers": () => shoe(CREAM, MIST, SKY),
  "leather-boots": () => boot(WOOD, "#5b3a25", null),
  "hiking-boots": () => boot("#7a5b3c", INK, HONEY),
  "rain-boots": () => (
    <>
      {boot(HONEY, WOOD, null)}
      <path d="M62 62h50" stroke={CREAM} stroke-width="6" />
    </>
  ),
  sandals: () => (
    <>
      <path d="M34 146c20-16 60-6 92-14 22-6 40 2 38 16-2 12-120 16-130 8z" fill={WOOD} />
      <path d="M62 142c2-26 18-36 32-40m-8 40c6-24 24-32 44-8" fill="none" stroke={INK} stroke-width="9" stroke-linecap="round" />
    </>
  ),
  slippers: () => (
    <>
      <path d="M36 146c30-2 40-44 82-44 26 0 44 18 44 44 0 10-120 14-126 0z" fill={STONE} />
      <path d="M36 146c30-2 36-16 44-28 12 4 22 14 24 30z" fill={CREAM} />
      <path d="M34 148h130c2 0 0 14-8 14H44c-8 0-12-14-10-14z" fill={INK} />
    </>
  ),
};
