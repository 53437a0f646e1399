import type { JSX } from "preact";
import { ShieldIcon } from "../../shared/icons";
import type { Texts } from "../texts";

/** Who reads along, said once before anything is written, with the way to the shop's own words. */
export function PrivacyNotice({ texts, privacy, onRead }: { texts: Texts; privacy: string | null; onRead: () => void }): JSX.Element {
  return (
    <section class="privacy-notice" aria-label={texts.noticeLabel} data-testid="widget-notice">
      <ShieldIcon />
      <p>
        {texts.notice}
        {privacy && (
          <>
            {" "}
            <a href={privacy} target="_blank" rel="noopener noreferrer">
              {texts.privacyNotice}
            </a>
          </>
        )}
      </p>
      <button type="button" data-testid="widget-notice-ok" onClick={onRead}>
        {texts.noticeOk}
      </button>
    </section>
  );
}
