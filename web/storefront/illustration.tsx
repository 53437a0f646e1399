import type { JSX } from "preact";
import type { Product } from "../shared/contract";
import { drawingOf } from "./drawings/drawings";

/** Two tones a category: ground and light. The drawings bring their own colours. */
const GROUNDS: Record<string, [string, string]> = {
  home: ["#f0dfc0", "#f8eedb"],
  kitchen: ["#cfe0d6", "#e3eee7"],
  clothing: ["#e6d3dc", "#f2e6eb"],
  shoes: ["#ecd2c3", "#f6e5db"],
  electronics: ["#cdd9e8", "#e2eaf3"],
  outdoor: ["#d6deb9", "#e8edd6"],
  beauty: ["#dcd5ec", "#ebe6f5"],
};

/** Draw a product on its category's ground; decoration only, the name stands beside it. */
export function Illustration({ product }: { product: Product }): JSX.Element {
  const [ground, light] = GROUNDS[product.category] ?? ["#dfe3da", "#edf0e9"];
  return (
    <svg class="art" viewBox="0 0 200 200" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect width="200" height="200" fill={ground} />
      <circle cx="100" cy="96" r="72" fill={light} />
      <ellipse cx="100" cy="163" rx="52" ry="6" fill="#18231f" opacity=".12" />
      {drawingOf(product)}
    </svg>
  );
}
