import type { Drawings } from "./drawings";
import { CLAY, CREAM, HONEY, INK, MIST, NIGHT, PINE, PLUM, ROSE, SKY, STONE, WOOD } from "./colours";

export const care: Drawings = {
  "face-cream": () => (
    <>
      <rect x="54" y="104" width="92" height="58" rx="14" fill={CREAM} />
      <rect x="50" y="80" width="100" height="28" rx="8" fill={PLUM} />
      <path d="M78 134h44" stroke={PLUM} stroke-width="5" stroke-linecap="round" />
    </>
  ),
  "hand-cream": () => (
    <>
      <path d="M68 44h64l-10 92H78z" fill={ROSE} />
      <path d="M66 40h68v10H66z" fill={CLAY} />
      <rect x="82" y="136" width="36" height="26" rx="6" fill={CREAM} />
      <path d="M86 78h28m-22 16h16" stroke={CREAM} stroke-width="5" stroke-linecap="round" />
    </>
  ),
  "shampoo-bar": () => (
    <>
      <ellipse cx="100" cy="142" rx="62" ry="18" fill={WOOD} />
      <rect x="52" y="92" width="96" height="48" rx="22" fill="#8fb79b" />
      <path d="M78 116c14-14 30 14 44 0" fill="none" stroke={PINE} stroke-width="5" stroke-linecap="round" />
      <circle cx="70" cy="72" r="10" fill="#fff" opacity=".8" />
      <circle cx="94" cy="56" r="14" fill="#fff" opacity=".8" />
      <circle cx="122" cy="74" r="8" fill="#fff" opacity=".8" />
    </>
  ),
  sunscreen: () => (
    <>
      <rect x="82" y="38" width="36" height="24" rx="5" fill={CLAY} />
      <rect x="64" y="60" width="72" height="102" rx="18" fill={HONEY} />
      <circle cx="100" cy="112" r="15" fill={CREAM} />
      <path d="M100 88v-6m0 60v-6m24-24h6m-60 0h6m7-17-4-4m42 42-4-4m0-34 4-4m-42 42 4-4" stroke={CREAM} stroke-width="5" stroke-linecap="round" />
    </>
  ),
  perfume: () => (
    <>
      <rect x="86" y="40" width="28" height="22" rx="4" fill={HONEY} />
      <rect x="92" y="60" width="16" height="16" fill={STONE} />
      <rect x="58" y="74" width="84" height="88" rx="12" fill="#e7d9ef" />
      <path d="M66 112h68v36a6 6 0 0 1-6 6H72a6 6 0 0 1-6-6z" fill={PLUM} opacity=".75" />
    </>
  ),
  "hair-dryer": () => (
    <>
      <path d="m92 108 28-4 10 52a7 7 0 0 1-6 8h-12a7 7 0 0 1-7-6z" fill={NIGHT} />
      <circle cx="110" cy="88" r="36" fill={SKY} />
      <path d="m84 62-38 8v36l38 8z" fill={SKY} />
      <rect x="36" y="66" width="14" height="44" rx="4" fill={INK} />
      <circle cx="112" cy="88" r="15" fill={CREAM} />
    </>
  ),
  "lip-balm": () => (
    <>
      <path d="M80 72c0-30 40-34 40-14v50H80z" fill={ROSE} />
      <rect x="74" y="94" width="52" height="24" fill={MIST} />
      <rect x="70" y="112" width="60" height="50" rx="6" fill={CLAY} />
      <path d="M84 136h32" stroke={CREAM} stroke-width="5" stroke-linecap="round" />
    </>
  ),
  "bath-salts": () => (
    <>
      <path d="M62 78h76v66a18 18 0 0 1-18 18H80a18 18 0 0 1-18-18z" fill="#eef3f4" />
      <path d="M62 106c20-8 50 10 76 0v38a18 18 0 0 1-18 18H80a18 18 0 0 1-18-18z" fill={ROSE} />
      <rect x="70" y="54" width="60" height="26" rx="8" fill={WOOD} />
      <path d="M80 128h.1m18 10h.1m16-14h.1m-22 24h.1m24-2h.1" stroke={CREAM} stroke-width="6" stroke-linecap="round" />
    </>
  ),
  "electric-toothbrush": () => (
    <>
      <rect x="86" y="86" width="28" height="76" rx="13" fill={PINE} />
      <path d="M100 88V48" stroke={MIST} stroke-width="9" />
      <rect x="92" y="34" width="16" height="30" rx="8" fill={CREAM} />
      <path d="M108 40h14m-14 8h14m-14 8h14" stroke={SKY} stroke-width="5" />
      <circle cx="100" cy="112" r="6" fill={HONEY} />
    </>
  ),
};
