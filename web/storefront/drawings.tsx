import type { JSX } from "preact";
import type { Product } from "../shared/contract";

export function drawingOf(_product: Product): JSX.Element {
  return <path d="M64 78l36-18 36 18v52l-36 18-36-18z" fill="#1d5c4b" />;
}
