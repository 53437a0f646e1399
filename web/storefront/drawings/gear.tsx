import type { Drawings } from "./drawings";
import { CLAY, CREAM, DEEP, HONEY, INK, MIST, NIGHT, PINE, SKY, STONE, WOOD } from "./colours";

export const gear: Drawings = {
  headphones: () => (
    <>
      <path d="M54 118V98a46 46 0 0 1 92 0v20" fill="none" stroke={INK} stroke-width="9" />
      <rect x="40" y="106" width="30" height="52" rx="14" fill={CLAY} />
      <rect x="130" y="106" width="30" height="52" rx="14" fill={CLAY} />
    </>
  ),
  earbuds: () => (
    <>
      <rect x="52" y="104" width="96" height="58" rx="26" fill={CREAM} />
      <path d="M52 130h96" stroke={MIST} stroke-width="4" />
      <path d="M74 58a15 15 0 1 1 14 20v26H78V76zm52 0a15 15 0 1 0-14 20v26h10V76z" fill={NIGHT} />
    </>
  ),
  "bluetooth-speaker": () => (
    <>
      <rect x="58" y="48" width="84" height="114" rx="30" fill={PINE} />
      <path d="M72 78h56M72 92h56M72 106h56M72 120h56M72 134h56" stroke={DEEP} stroke-width="6" stroke-linecap="round" stroke-dasharray=".1 11" />
      <path d="M86 48c0-16 28-16 28 0" fill="none" stroke={WOOD} stroke-width="7" />
    </>
  ),
  "power-bank": () => (
    <>
      <rect x="66" y="46" width="68" height="116" rx="14" fill={NIGHT} />
      <path d="m106 74-18 30h14l-6 26 20-32h-14z" fill={HONEY} />
      <path d="M84 148h.1m11 0h.1m11 0h.1" stroke={CREAM} stroke-width="6" stroke-linecap="round" />
    </>
  ),
  "usb-charger": () => (
    <>
      <rect x="58" y="70" width="84" height="92" rx="16" fill={CREAM} />
      <path d="M84 70V44m32 26V44" stroke={STONE} stroke-width="9" />
      {[94, 116, 138].map((y) => (
        <rect key={y} x="82" y={y} width="36" height="10" rx="5" fill={INK} />
      ))}
    </>
  ),
  "e-reader": () => (
    <>
      <rect x="56" y="40" width="88" height="122" rx="10" fill={INK} />
      <rect x="64" y="50" width="72" height="94" fill={CREAM} />
      <path d="M74 66h40M74 80h52M74 92h52m-52 12h46m-46 12h52m-52 12h30" stroke={STONE} stroke-width="4" />
    </>
  ),
  "smart-watch": () => (
    <>
      <path d="M80 36h40l6 36H74zM80 164h40l6-36H74z" fill={PINE} />
      <rect x="62" y="64" width="76" height="72" rx="22" fill={INK} />
      <circle cx="100" cy="100" r="22" fill="none" stroke={STONE} stroke-width="6" />
      <path d="M100 78a22 22 0 0 1 19 33" fill="none" stroke={HONEY} stroke-width="6" stroke-linecap="round" />
    </>
  ),
  keyboard: () => (
    <>
      <rect x="34" y="92" width="132" height="62" rx="10" fill={MIST} />
      {[0, 1, 2].map((row) => (
        <path key={row} d={`M46 ${106 + row * 16}h108`} stroke={row === 1 ? NIGHT : CREAM} stroke-width="10" stroke-dasharray="11 4" />
      ))}
      <path d="M72 138h56" stroke={CLAY} stroke-width="10" />
    </>
  ),
  "wireless-mouse": () => (
    <>
      <path d="M64 100c0-70 72-70 72 0v20c0 56-72 56-72 0z" fill={STONE} />
      <path d="M64 98h72M100 48v50" stroke={CREAM} stroke-width="4" />
      <rect x="94" y="64" width="12" height="22" rx="6" fill={CLAY} />
    </>
  ),
  webcam: () => (
    <>
      <path d="M100 120v30m-28 10h56" stroke={INK} stroke-width="9" stroke-linecap="round" />
      <rect x="46" y="60" width="108" height="64" rx="32" fill={INK} />
      <circle cx="100" cy="92" r="23" fill={SKY} />
      <circle cx="100" cy="92" r="11" fill={NIGHT} />
      <circle cx="93" cy="85" r="4" fill={CREAM} />
    </>
  ),
  "night-light": () => (
    <>
      <circle cx="70" cy="74" r="20" fill={HONEY} />
      <circle cx="130" cy="74" r="20" fill={HONEY} />
      <path d="M52 118c0-34 22-50 48-50s48 16 48 50c0 28-18 44-48 44s-48-16-48-44z" fill={CREAM} />
      <path d="M84 112h.1m32 0h.1" stroke={INK} stroke-width="9" stroke-linecap="round" />
      <path d="M96 126h8l-4 5z" fill={CLAY} stroke={CLAY} stroke-width="3" stroke-linejoin="round" />
    </>
  ),
  tent: () => (
    <>
      <path d="M100 52 36 160h128z" fill={CLAY} />
      <path d="m100 52 22 108H80z" fill={DEEP} />
      <path d="m100 52-20 108-22 0z" fill={HONEY} />
      <path d="m94 44 6 8 6-8" fill="none" stroke={INK} stroke-width="4" stroke-linecap="round" />
    </>
  ),
  "sleeping-bag": () => (
    <>
      <rect x="42" y="92" width="104" height="68" rx="34" fill={PINE} />
      <circle cx="138" cy="126" r="34" fill="#2e7a64" />
      <path d="M138 126m-20 0a20 20 0 1 1 20 20 12 12 0 1 1 0-24" fill="none" stroke={HONEY} stroke-width="5" />
      <path d="M66 92v68m36-68v68" stroke={INK} stroke-width="6" />
    </>
  ),
  backpack: () => (
    <>
      <path d="M84 56c0-18 32-18 32 0" fill="none" stroke={INK} stroke-width="7" />
      <path d="M60 92c0-52 80-52 80 0v58a12 12 0 0 1-12 12H72a12 12 0 0 1-12-12z" fill={SKY} />
      <path d="M72 112h56v36a6 6 0 0 1-6 6H78a6 6 0 0 1-6-6z" fill={NIGHT} />
      <path d="M72 124h56" stroke={HONEY} stroke-width="5" />
      <path d="M60 104c-14 2-14 40 0 42m80-42c14 2 14 40 0 42" fill="none" stroke={NIGHT} stroke-width="7" />
    </>
  ),
  "water-bottle": () => (
    <>
      <rect x="86" y="36" width="28" height="22" rx="6" fill={INK} />
      <path d="M82 58h36c16 14 14 28 14 42v48a14 14 0 0 1-14 14H82a14 14 0 0 1-14-14v-48c0-14-2-28 14-42z" fill={PINE} />
      <path d="M68 112h64v22H68z" fill={HONEY} />
    </>
  ),
  headlamp: () => (
    <>
      <path d="M40 88c10-36 110-36 120 0v18c-16-22-104-22-120 0z" fill={CLAY} />
      <rect x="70" y="78" width="60" height="48" rx="14" fill={INK} />
      <circle cx="100" cy="102" r="16" fill={CREAM} />
      <path d="m84 134-10 24m26-24v26m16-26 10 24" stroke={HONEY} stroke-width="6" stroke-linecap="round" />
    </>
  ),
  "trekking-poles": () => (
    <>
      <path d="m66 56 34 104M134 56l-34 104" stroke={STONE} stroke-width="6" stroke-linecap="round" />
      <path d="m58 36 12 34m72-34-12 34" stroke={INK} stroke-width="13" stroke-linecap="round" />
      <path d="m86 148 22-4m-16 4 24-2" stroke={CLAY} stroke-width="7" stroke-linecap="round" />
    </>
  ),
  "camping-stove": () => (
    <>
      <path d="M68 118h64v32a12 12 0 0 1-12 12H80a12 12 0 0 1-12-12z" fill={CLAY} />
      <path d="M100 118V98m-34 0h68" stroke={INK} stroke-width="7" stroke-linecap="round" />
      <path d="M76 90c-4-14 8-18 6-32 14 8 14 20 12 32m10 0c-4-14 8-18 6-32 14 8 14 20 12 32" fill={SKY} />
    </>
  ),
  "picnic-blanket": () => (
    <>
      <rect x="46" y="80" width="108" height="80" rx="10" fill={CREAM} />
      <path d="M64 80v80m24-80v80m24-80v80m24-80v80M46 98h108M46 120h108M46 142h108" stroke={CLAY} stroke-width="9" opacity=".75" />
      <path d="M84 80c0-22 32-22 32 0" fill="none" stroke={WOOD} stroke-width="7" />
    </>
  ),
  "yoga-mat": () => (
    <>
      <path d="M72 126h86v32H72z" fill="#8a6c9a" />
      <circle cx="72" cy="124" r="36" fill="#7b5a86" />
      <path d="M72 124m-24 0a24 24 0 1 1 24 24 16 16 0 1 1 0-32 8 8 0 1 1 0 16" fill="none" stroke={CREAM} stroke-width="4" />
    </>
  ),
  "bike-helmet": () => (
    <>
      <path d="M40 122c0-84 120-84 120 0 0 10-120 10-120 0z" fill={HONEY} />
      <path d="M68 112c2-24 8-38 18-48m28 0c10 10 16 24 18 48m-32 0V58" fill="none" stroke={DEEP} stroke-width="9" stroke-linecap="round" />
      <path d="M60 128c6 26 26 34 40 34s34-8 40-34" fill="none" stroke={INK} stroke-width="5" />
    </>
  ),
  "garden-shears": () => (
    <>
      <path d="M96 106 78 42c18 10 28 34 28 60zm8 0 18-64c-18 10-28 34-28 60z" fill={MIST} />
      <path d="M96 104 74 156m30-52 22 52" stroke={CLAY} stroke-width="13" stroke-linecap="round" />
      <circle cx="100" cy="102" r="7" fill={INK} />
    </>
  ),
};
