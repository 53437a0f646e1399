import { render, type JSX } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import "../shared/fonts.css";
import "@fontsource-variable/bricolage-grotesque/wght.css";
import "../shared/tokens.css";
import "./storefront.css";
import "./catalogue.css";
import type { DemoCustomer, Product } from "../shared/contract";
import { chooseLanguage, preferredLanguage, type Language } from "../shared/language";
import { Catalogue } from "./catalogue";
import { Header, Hero } from "./header";
import { ProductDialog } from "./product";
import { chosenCustomer, fetchCustomers, fetchProducts, signIn, signOut } from "./shop";
import { textsIn } from "./texts";

const LANGUAGE_KEY = "hearth-and-hive:language";

type Shelves = { state: "loading" } | { state: "failed" } | { state: "ready"; products: Product[]; customers: DemoCustomer[] };

function Storefront(): JSX.Element {
  const [language, setLanguage] = useState<Language>(() => preferredLanguage(LANGUAGE_KEY));
  const [shelves, setShelves] = useState<Shelves>({ state: "loading" });
  const [customerId, setCustomerId] = useState<string | null>(chosenCustomer);
  const [hasFailed, setFailed] = useState(false);
  const [productId, setProductId] = useProductRoute();
  const texts = textsIn(language);

  const load = useCallback(async () => {
    setShelves({ state: "loading" });
    try {
      const [products, customers] = await Promise.all([fetchProducts(), fetchCustomers()]);
      setShelves({ state: "ready", products, customers });
    } catch {
      setShelves({ state: "failed" });
    }
  }, []);

  const become = useCallback(
    async (id: string | null) => {
      setFailed(false);
      setCustomerId(id);
      try {
        if (id) await signIn(id, language);
        else await signOut();
      } catch {
        setCustomerId(null);
        setFailed(true);
      }
    },
    [language],
  );

  useEffect(() => {
    void load();
    // Signing out forgets a guest's conversation too: on arrival a guest is simply left alone.
    if (customerId) void become(customerId);
  }, []);

  useEffect(() => {
    const renew = (): void => {
      if (customerId) void become(customerId);
    };
    window.addEventListener("warmline:token-expired", renew);
    return () => window.removeEventListener("warmline:token-expired", renew);
  }, [customerId, become]);

  const switchLanguage = (): void => {
    const next = language === "en" ? "zh" : "en";
    chooseLanguage(LANGUAGE_KEY, next);
    setLanguage(next);
  };

  const customers = shelves.state === "ready" ? shelves.customers : [];
  const products = shelves.state === "ready" ? shelves.products : [];
  return (
    <>
      <Header texts={texts} language={language} customers={customers} customerId={customerId} onChoose={(id) => void become(id)} onLanguage={switchLanguage} />
      <main>
        <Hero texts={texts} language={language} customer={customers.find((one) => one.id === customerId) ?? null} notice={hasFailed ? texts.signInFailed : null} />
        {shelves.state === "loading" && <p class="wait">{texts.loading}</p>}
        {shelves.state === "failed" && (
          <p class="wait" role="alert">
            {texts.failed}
            <button type="button" class="plain-button" onClick={() => void load()}>
              {texts.retry}
            </button>
          </p>
        )}
        {shelves.state === "ready" && <Catalogue products={products} texts={texts} language={language} />}
      </main>
      <footer>
        <p>{texts.footer}</p>
        <a href={`/help?lang=${language}`}>{texts.help}</a>
        <a href="/desk">{texts.desk}</a>
      </footer>
      {productId && shelves.state === "ready" && (
        <ProductDialog product={products.find((one) => one.id === productId) ?? null} texts={texts} language={language} onClose={() => setProductId(null)} />
      )}
    </>
  );
}

/** The product that the address names (`#/products/mug`); links of the chat are followed the same way. */
function useProductRoute(): [string | null, (id: string | null) => void] {
  const [id, setId] = useState(routeOf(location.hash));
  useEffect(() => {
    const update = (): void => setId(routeOf(location.hash));
    const follow = (event: Event): void => {
      const path = (event as CustomEvent<{ path: string }>).detail.path;
      const product = routeOf(`#${path}`);
      if (!product) return;
      event.preventDefault();
      location.hash = `#/products/${product}`;
    };
    window.addEventListener("hashchange", update);
    window.addEventListener("warmline:link", follow);
    return () => {
      window.removeEventListener("hashchange", update);
      window.removeEventListener("warmline:link", follow);
    };
  }, []);
  const go = (next: string | null): void => {
    if (next) location.hash = `#/products/${next}`;
    else history.pushState(null, "", location.pathname + location.search);
    setId(next);
  };
  return [id, go];
}

function routeOf(hash: string): string | null {
  return /^#\/?products\/([\w-]+)$/.exec(hash)?.[1] ?? null;
}

chooseLanguage(LANGUAGE_KEY, preferredLanguage(LANGUAGE_KEY));
const page = document.getElementById("page");
if (page) render(<Storefront />, page);
