import type { JSX } from "preact";
import type { Product } from "../../shared/contract";
import { care } from "./care";
import { DEEP, HONEY, PINE } from "./colours";
import { gear } from "./gear";
import { home } from "./home";
import { kitchen } from "./kitchen";
import { wear } from "./wear";

/** One drawing a product, in a 200 × 200 box, standing on y = 162. */
export type Drawings = Record<string, () => JSX.Element>;

const ALL: Drawings = { ...home, ...kitchen, ...wear, ...gear, ...care };

/** Return the product's drawing; a parcel for a product that we have none of. */
export function drawingOf(product: Product): JSX.Element {
  return ALL[product.id]?.() ?? parcel();
}

function parcel(): JSX.Element {
  return (
    <>
      <path d="m48 82 52-24 52 24v54l-52 26-52-26z" fill={PINE} />
      <path d="m48 82 52 24 52-24-52-24z" fill="#2e7a64" />
      <path d="M100 106v56" stroke={DEEP} stroke-width="4" />
      <path d="m74 70 52 24v22" fill="none" stroke={HONEY} stroke-width="7" />
    </>
  );
}
