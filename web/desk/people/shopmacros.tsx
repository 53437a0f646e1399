/** Macros: the shop's own, and the shipped ones, which an admin switches off or copies. */

import type { JSX } from "preact";
import { dayAndTime } from "../../shared/moment";
import { said } from "../macros";
import { useView } from "../view";
import { usePeopleTexts } from "./parts";
import * as api from "./sayings-api";
import { OwnButtons, ShelfPage, ShippedSwitch, useShelf } from "./shelf";
import { MacroForm } from "./shopmacro-form";

export function MacrosPage(): JSX.Element {
  const view = useView();
  const text = usePeopleTexts().shopMacros;
  const shelf = useShelf<api.ShopMacro, api.ShopMacros>(api.shopMacros);
  const { edited, loaded } = shelf;
  return (
    <ShelfPage
      shelf={shelf}
      texts={text}
      testId="macro"
      all={loaded.data?.macros ?? []}
      groups={[
        { title: text.shop, holds: (one) => !one.shipped },
        { title: text.shipped, holds: (one) => one.shipped },
      ]}
      said={(one) => `${one.title} ${one.text} ${one.note}`}
      row={(one) => (
        <>
          {one.text && <small class="canned-text">{one.text}</small>}
          {one.does.length > 0 && (
            <small class="quiet" lang={view.language === "zh" ? "zh-CN" : "en"}>
              {one.does.map((step) => said(step, view.texts)).join(" · ")}
            </small>
          )}
          {one.changed_by && one.changed_at && <small class="quiet">{text.by(one.changed_by, dayAndTime(one.changed_at, view.language))}</small>}
        </>
      )}
      buttons={(one) =>
        one.shipped ? (
          <>
            <button type="button" class="button small-text" aria-label={`${text.copy}: ${one.title}`} onClick={() => shelf.edit(one)}>
              {text.copy}
            </button>
            <ShippedSwitch shelf={shelf} one={one} texts={text} onSwitch={(enabled) => api.switchMacro(one.id, enabled)} />
          </>
        ) : (
          <OwnButtons shelf={shelf} one={one} />
        )
      }
      onDelete={(one) => api.deleteMacro(one.id)}
    >
      {edited && loaded.data && <MacroForm macro={edited === "new" ? null : edited} parts={loaded.data} language={shelf.language} onClose={() => shelf.edit(null)} onDone={shelf.saved} />}
    </ShelfPage>
  );
}
