import type { Drawings } from "./drawings";
import { CLAY, CREAM, DEEP, HONEY, INK, MIST, PINE, PLUM, ROSE, SKY, STONE, WOOD } from "./colours";

export const home: Drawings = {
  "floor-lamp": () => (
    <>
      <path d="M100 74v84" stroke={WOOD} stroke-width="5" />
      <rect x="72" y="156" width="56" height="7" rx="3.5" fill={WOOD} />
      <path d="M80 36h40l16 42H64z" fill={HONEY} />
      <path d="M64 78h72l-6 12H70z" fill={CREAM} opacity=".7" />
    </>
  ),
  "desk-lamp": () => (
    <>
      <rect x="62" y="154" width="52" height="9" rx="4" fill={INK} />
      <path d="M86 155 68 104l50-34" fill="none" stroke={INK} stroke-width="6" stroke-linejoin="round" />
      <circle cx="68" cy="104" r="6" fill={HONEY} />
      <path d="m104 56 34 22-4 26-48-31z" fill={CLAY} />
    </>
  ),
  "table-clock": () => (
    <>
      <path d="m72 158 8-14m48 14-8-14" stroke={WOOD} stroke-width="7" stroke-linecap="round" />
      <circle cx="100" cy="102" r="52" fill={WOOD} />
      <circle cx="100" cy="102" r="42" fill={CREAM} />
      <path d="M100 76v26l19 12" fill="none" stroke={INK} stroke-width="5" stroke-linecap="round" stroke-linejoin="round" />
    </>
  ),
  "wool-blanket": () => (
    <>
      <rect x="50" y="128" width="100" height="32" rx="12" fill={PINE} />
      <rect x="50" y="98" width="100" height="34" rx="12" fill="#2e7a64" />
      <path d="M50 108h100M50 118h100" stroke={HONEY} stroke-width="4" />
      <path d="M56 70h88a8 8 0 0 1 8 8v24H48V78a8 8 0 0 1 8-8z" fill={PINE} />
      <path d="M54 102v10m14-10v10m14-10v10m14-10v10m14-10v10m14-10v10m14-10v10" stroke={DEEP} stroke-width="4" stroke-linecap="round" />
    </>
  ),
  "linen-bedding": () => (
    <>
      <rect x="46" y="124" width="108" height="38" rx="14" fill={STONE} />
      <rect x="46" y="112" width="108" height="30" rx="14" fill={CREAM} />
      <path d="M58 66c22 6 62 6 84 0 8 10 8 34 0 46-22-6-62-6-84 0-8-12-8-36 0-46z" fill={CREAM} />
      <path d="M74 82c10 4 24 6 36 4" fill="none" stroke={MIST} stroke-width="4" stroke-linecap="round" />
    </>
  ),
  "bath-towels": () => (
    <>
      {[CREAM, "#7fb3a2", INK].map((paint, index) => (
        <g key={paint}>
          <rect x="48" y={72 + index * 30} width="104" height="28" rx="11" fill={paint} />
          <path d={`M62 ${86 + index * 30}h76`} stroke={index === 2 ? STONE : PINE} stroke-width="3" opacity=".5" />
        </g>
      ))}
    </>
  ),
  "wall-mirror": () => (
    <>
      <circle cx="100" cy="100" r="60" fill={WOOD} />
      <circle cx="100" cy="100" r="50" fill="#dcebf0" />
      <path d="m74 110 42-42m-26 58 42-42" stroke="#fff" stroke-width="8" stroke-linecap="round" />
    </>
  ),
  "storage-basket": () => (
    <>
      <path d="M54 86h92l-10 76H64z" fill={WOOD} />
      <path d="M57 108h86M60 130h80M63 150h74" stroke={HONEY} stroke-width="6" />
      <rect x="46" y="72" width="108" height="18" rx="9" fill={HONEY} />
      <path d="M88 72a12 12 0 0 1 24 0" fill="none" stroke={WOOD} stroke-width="6" />
    </>
  ),
  "scented-candle": () => (
    <>
      <rect x="62" y="92" width="76" height="70" rx="10" fill={CREAM} />
      <path d="M62 112h76v36H62z" fill={CLAY} />
      <path d="M78 130h44" stroke={CREAM} stroke-width="4" stroke-linecap="round" />
      <path d="M100 92V82" stroke={INK} stroke-width="4" />
      <path d="M100 44c10 14 13 20 13 27a13 13 0 0 1-26 0c0-7 3-13 13-27z" fill={HONEY} />
    </>
  ),
  curtains: () => (
    <>
      <path d="M42 46h116" stroke={WOOD} stroke-width="7" stroke-linecap="round" />
      <path d="M50 48h42c0 46-10 74-26 112H50z" fill="#2c4763" />
      <path d="M150 48h-42c0 46 10 74 26 112h16z" fill="#2c4763" />
      <path d="M62 52v106m14-106c0 34-3 62-10 96m72-96v106m-14-106c0 34 3 62 10 96" fill="none" stroke={SKY} stroke-width="3" opacity=".6" />
    </>
  ),
  "picture-frame": () => (
    <>
      <rect x="52" y="42" width="96" height="118" rx="4" fill={WOOD} />
      <rect x="62" y="52" width="76" height="98" fill={CREAM} />
      <rect x="70" y="62" width="60" height="78" fill="#cfe1e6" />
      <circle cx="112" cy="84" r="9" fill={HONEY} />
      <path d="m70 140 24-42 18 26 8-10 10 14v12z" fill={PINE} />
    </>
  ),
  rug: () => (
    <>
      <path d="M60 62h80l22 92H38z" fill={CLAY} />
      <path d="M67 72h28l-5 32H59zm36 0h30l8 32h-36zM57 112h33l-6 32H50zm49 0h37l8 32h-42z" fill={CREAM} opacity=".9" />
      <path d="M103 72h30l8 32h-36z" fill={HONEY} />
      <path d="M57 112h33l-6 32H50z" fill={PLUM} />
      <path d="M67 72h28l-5 32H59z" fill={ROSE} />
    </>
  ),
};
