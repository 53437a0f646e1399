import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Product } from "../shared/contract";
import type { Language } from "../shared/language";
import { Illustration } from "./illustration";
import type { Texts } from "./texts";

export interface CatalogueProps {
  products: Product[];
  texts: Texts;
  language: Language;
}

export function Catalogue({ products, texts, language }: CatalogueProps): JSX.Element {
  const [category, setCategory] = useState("all");
  const known = [...new Set(products.map((product) => product.category))].sort((a, b) => rank(a) - rank(b));
  const sorted = [...products].sort((a, b) => rank(a.category) - rank(b.category));
  const shown = category === "all" ? sorted : products.filter((product) => product.category === category);
  return (
    <section class="catalogue">
      <div class="filter-row">
        <div class="filters" role="group" aria-label={texts.filter}>
          {["all", ...known].map((one) => (
            <button type="button" key={one} class="filter" aria-pressed={one === category} onClick={() => setCategory(one)}>
              {texts.categories[one] ?? one}
            </button>
          ))}
        </div>
        <p class="count" role="status">
          {texts.products(shown.length)}
        </p>
      </div>
      <ul class="grid">
        {shown.map((product) => (
          <li key={product.id}>
            <a class="card" href={`#/products/${product.id}`} data-testid="product" data-id={product.id}>
              <Illustration product={product} />
              <span class="card-name">{productName(product, language)}</span>
              <span class="card-price">{product.price}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Our own order of the departments; what we do not know comes last. */
const DEPARTMENTS = ["home", "kitchen", "clothing", "shoes", "outdoor", "electronics", "beauty"];

function rank(category: string): number {
  const index = DEPARTMENTS.indexOf(category);
  return index < 0 ? DEPARTMENTS.length : index;
}

export function productName(product: Product, language: Language): string {
  return language === "zh" && product.name_zh ? product.name_zh : product.name;
}
