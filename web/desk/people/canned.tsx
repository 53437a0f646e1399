/** Canned responses: one's own, the shop's, and the shipped ones, which admins switch off. */

import type { JSX } from "preact";
import type { Agent } from "../../shared/contract";
import * as api from "./api";
import { CannedForm } from "./canned-form";
import { usePeopleTexts } from "./parts";
import { OwnButtons, ShelfPage, ShippedSwitch, useShelf } from "./shelf";

export function CannedPage({ agent }: { agent: Agent }): JSX.Element {
  const text = usePeopleTexts().canned;
  const shelf = useShelf<api.CannedResponse, api.CannedResponse[]>(api.cannedResponses);
  const { edited } = shelf;
  const isAdmin = agent.role === "admin";
  const mayChange = (one: api.CannedResponse): boolean => one.author === agent.id || (isAdmin && one.author !== null && !one.personal);
  return (
    <ShelfPage
      shelf={shelf}
      texts={text}
      testId="canned"
      all={shelf.loaded.data ?? []}
      groups={[
        { title: text.mine, holds: (one) => one.personal },
        { title: text.shop, holds: (one) => one.author !== null && !one.personal },
        { title: text.shipped, holds: (one) => one.author === null },
      ]}
      said={(one) => `${one.title} ${one.text}`}
      row={(one) => (
        <>
          <small class="canned-text">{one.text}</small>
          {one.author_name && !one.personal && <small>{text.by(one.author_name)}</small>}
        </>
      )}
      buttons={(one) => (
        <>
          {mayChange(one) && <OwnButtons shelf={shelf} one={one} />}
          {one.author === null && isAdmin && <ShippedSwitch shelf={shelf} one={one} texts={text} onSwitch={(enabled) => api.switchCanned(one.id, enabled)} />}
          {one.author === null && !isAdmin && !one.enabled && <span class="badge">{text.off}</span>}
        </>
      )}
      deleteText={(one) => (one.personal ? "" : text.deleteText)}
      onDelete={(one) => api.deleteCanned(one.id)}
    >
      {edited && <CannedForm canned={edited === "new" ? null : edited} language={shelf.language} mayBePersonal={edited === "new" || edited.author === agent.id} onClose={() => shelf.edit(null)} onDone={shelf.saved} />}
    </ShelfPage>
  );
}
