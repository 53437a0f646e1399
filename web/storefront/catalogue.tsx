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
  const categories = ["all", ...new Set(products.map((product) => product.category))];
  const shown = category === "all" ? products : products.filter((product) => product.category === category);
  return (
    <section class="catalogue">
      <div class="filter-row">
        <div class="filters" role="group" aria-label={texts.filter}>
          {categories.map((one) => (
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

export function productName(product: Product, language: Language): string {
  return language === "zh" && product.name_zh ? product.name_zh : product.name;
}
