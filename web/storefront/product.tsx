import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Product } from "../shared/contract";
import { ChatIcon, CheckIcon, CloseIcon } from "../shared/icons";
import type { Language } from "../shared/language";
import { productName } from "./catalogue";
import { Illustration } from "./illustration";
import { openChat } from "./shop";
import type { Texts } from "./texts";

export interface ProductDialogProps {
  product: Product | null;
  texts: Texts;
  language: Language;
  onClose: () => void;
}

export function ProductDialog({ product, texts, language, onClose }: ProductDialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  const name = product ? productName(product, language) : texts.notFound;
  const description = product && (language === "zh" && product.description_zh ? product.description_zh : product.description);
  return (
    <dialog ref={dialog} class="product" aria-label={name} data-testid="product-dialog" onClose={onClose} onClick={(event) => event.target === dialog.current && onClose()}>
      <div class="product-body">
        {product && <Illustration product={product} />}
        <div class="product-words">
          <h2>{name}</h2>
          {product && <p class="product-price">{product.price}</p>}
          {description && <p>{description}</p>}
          {product && (
            <>
              <ul class="promises">
                {[texts.delivery, texts.freeReturns].map((promise) => (
                  <li key={promise}>
                    <CheckIcon />
                    {promise}
                  </li>
                ))}
              </ul>
              <button
                type="button"
                class="ask"
                onClick={() => {
                  onClose();
                  void openChat();
                }}
              >
                <ChatIcon />
                {texts.askAbout}
              </button>
            </>
          )}
        </div>
        <button type="button" class="product-close" aria-label={texts.close} onClick={onClose}>
          <CloseIcon />
        </button>
      </div>
    </dialog>
  );
}
