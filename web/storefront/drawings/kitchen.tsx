import type { Drawings } from "./drawings";
import { CLAY, CREAM, DEEP, HONEY, INK, MIST, PINE, SKY, STONE, WOOD } from "./colours";

export const kitchen: Drawings = {
  mug: () => (
    <>
      <path d="M128 92h12a18 18 0 0 1 0 44h-14" fill="none" stroke={CLAY} stroke-width="10" />
      <path d="M58 74h74v62a26 26 0 0 1-26 26H84a26 26 0 0 1-26-26z" fill={CLAY} />
      <path d="M58 74h74v20c-20 8-52 8-74 0z" fill={CREAM} />
      <path d="M82 58c-6-8 6-10 0-20m24 20c-6-8 6-10 0-20" fill="none" stroke={STONE} stroke-width="4" stroke-linecap="round" />
    </>
  ),
  teapot: () => (
    <>
      <path d="M142 96c22-4 26 40-6 42" fill="none" stroke={SKY} stroke-width="9" />
      <path d="M58 112c-16-4-18-18-26-24l12-4c12 8 18 14 24 16z" fill={SKY} />
      <path d="M52 118c0-26 22-40 48-40s48 14 48 40-20 44-48 44-48-18-48-44z" fill={CREAM} />
      <path d="M54 126c20 10 72 10 92 0" fill="none" stroke={SKY} stroke-width="6" />
      <path d="M76 82c4-14 44-14 48 0z" fill={SKY} />
      <circle cx="100" cy="66" r="7" fill={SKY} />
    </>
  ),
  kettle: () => (
    <>
      <path d="M130 82c32-2 34 50 8 62" fill="none" stroke={INK} stroke-width="9" stroke-linecap="round" />
      <path d="M66 70h60l14 82H54z" fill={MIST} />
      <path d="m66 82-20-6 14 24z" fill={STONE} />
      <rect x="52" y="150" width="92" height="13" rx="5" fill={INK} />
      <path d="M74 70c2-12 42-12 44 0z" fill={INK} />
      <circle cx="97" cy="120" r="13" fill={CREAM} />
      <path d="M97 120l6-7" stroke={CLAY} stroke-width="4" stroke-linecap="round" />
    </>
  ),
  "rice-cooker": () => (
    <>
      <path d="M48 98h104v42a22 22 0 0 1-22 22H70a22 22 0 0 1-22-22z" fill={CREAM} />
      <path d="M48 98c4-40 100-40 104 0z" fill={PINE} />
      <rect x="92" y="56" width="16" height="12" rx="6" fill={DEEP} />
      <rect x="80" y="116" width="40" height="26" rx="8" fill={MIST} />
      <circle cx="100" cy="129" r="6" fill={CLAY} />
    </>
  ),
  "coffee-grinder": () => (
    <>
      <path d="M68 60h64l-10 40H78z" fill={INK} opacity=".55" />
      <path d="M72 76h56l-6 24H78z" fill="#5b3a25" />
      <rect x="70" y="98" width="60" height="64" rx="8" fill={INK} />
      <rect x="84" y="120" width="32" height="30" rx="4" fill={MIST} />
      <path d="M66 60h68" stroke={WOOD} stroke-width="8" stroke-linecap="round" />
      <circle cx="100" cy="109" r="4" fill={HONEY} />
    </>
  ),
  "frying-pan": () => (
    <>
      <path d="m128 126 42-44" stroke={WOOD} stroke-width="12" stroke-linecap="round" />
      <circle cx="88" cy="112" r="52" fill={INK} />
      <circle cx="88" cy="112" r="42" fill="#3d4a44" />
      <path d="M70 108c4-20 34-22 40-4 10 16-2 30-18 26-14 4-26-8-22-22z" fill={CREAM} />
      <circle cx="90" cy="112" r="10" fill={HONEY} />
    </>
  ),
  "chef-knife": () => (
    <>
      <path d="m60 148 66-98c14 10 16 30 4 46l-52 60z" fill={MIST} />
      <path d="m60 148 18 8-6 8-20-6z" fill={INK} />
      <path d="m58 146 22 14-20 22-18-12z" fill={WOOD} transform="translate(2 -12)" />
    </>
  ),
  "cutting-board": () => (
    <>
      <rect x="48" y="62" width="104" height="98" rx="12" fill={WOOD} />
      <path d="M48 88h104M48 112h104M48 136h104M74 62v26m26-26v26m26-26v26M62 88v24m26-24v24m26-24v24m26-24v24M74 112v24m26-24v24m26-24v24M62 136v24m26-24v24m26-24v24m26-24v24" stroke="#855a35" stroke-width="3" />
      <circle cx="138" cy="75" r="6" fill={CREAM} />
    </>
  ),
  "mixing-bowls": () => (
    <>
      <path d="M40 104h120c0 36-26 58-60 58s-60-22-60-58z" fill={PINE} />
      <path d="M52 90h96c0 10-4 14-6 14H58c-2 0-6-4-6-14z" fill={HONEY} />
      <path d="M62 76h76c0 10-3 14-5 14H67c-2 0-5-4-5-14z" fill={CLAY} />
      <path d="M72 62h56c0 10-3 14-5 14H77c-2 0-5-4-5-14z" fill={CREAM} />
    </>
  ),
  "lunch-box": () => (
    <>
      <rect x="46" y="120" width="108" height="42" rx="10" fill="#6fae97" />
      <rect x="46" y="80" width="108" height="42" rx="10" fill="#8cc6b0" />
      <rect x="42" y="72" width="116" height="16" rx="8" fill={PINE} />
      <rect x="90" y="64" width="20" height="100" rx="4" fill={INK} />
    </>
  ),
  blender: () => (
    <>
      <path d="M70 46h60l-8 74H78z" fill="#dfeef0" />
      <path d="M74 84h52l-4 36H78z" fill="#cf6f7a" />
      <rect x="66" y="38" width="68" height="11" rx="5" fill={INK} />
      <path d="M76 120h48l12 42H64z" fill={INK} />
      <circle cx="100" cy="142" r="8" fill={HONEY} />
    </>
  ),
  "wine-glasses": () => (
    <>
      {[72, 126].map((x) => (
        <g key={x}>
          <path d={`M${x - 22} 52h44c2 36-8 50-22 50s-24-14-22-50z`} fill="#e9f1f1" />
          <path d={`M${x - 22} 72h44c0 20-10 30-22 30s-22-10-22-30z`} fill="#8e3b46" />
          <path d={`M${x} 102v54m-18 4h36`} stroke={STONE} stroke-width="5" stroke-linecap="round" />
        </g>
      ))}
    </>
  ),
  "dinner-plates": () => (
    <>
      <ellipse cx="100" cy="140" rx="62" ry="20" fill={STONE} />
      <ellipse cx="100" cy="128" rx="62" ry="20" fill={MIST} />
      <ellipse cx="100" cy="116" rx="62" ry="20" fill={CREAM} />
      <ellipse cx="100" cy="116" rx="38" ry="11" fill="none" stroke={MIST} stroke-width="3" />
      <path d="M62 110h.1m14 8h.1m48-10h.1m12 10h.1m-44 4h.1m-10-18h.1" stroke={INK} stroke-width="4" stroke-linecap="round" />
    </>
  ),
  "soup-bowls": () => (
    <>
      <path d="M44 96h112c0 40-22 60-56 60s-56-20-56-60z" fill={CREAM} />
      <path d="M44 96h112l-1 14H45z" fill={SKY} />
      <rect x="80" y="154" width="40" height="9" rx="4" fill={SKY} />
      <path d="m86 94 34-56m-18 56 34-50" stroke={WOOD} stroke-width="5" stroke-linecap="round" />
    </>
  ),
};
