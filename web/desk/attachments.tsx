/** Photos and files that a customer has sent. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Attachment } from "../shared/contract";
import { fileSize, shownSize } from "../shared/filesize";
import { FileIcon } from "../shared/icons";
import { Lightbox } from "../shared/lightbox";
import { useView } from "./view";

const SIDE_PX = 260;

export function Attachments({ attachments }: { attachments: Attachment[] }): JSX.Element {
  const { texts } = useView();
  const [shown, setShown] = useState<Attachment | null>(null);
  const side = attachments.length > 1 ? SIDE_PX / 2 : SIDE_PX;
  return (
    <>
      <ul class="attachments">
        {attachments.map((attachment) => (
          <li key={attachment.id} data-testid="desk-attachment" data-kind={attachment.kind}>
            {attachment.kind === "image" ? (
              <button type="button" class="photo" style={sizeOf(attachment, side)} aria-label={texts.openPhoto(attachment.name)} onClick={() => setShown(attachment)}>
                <img src={addressOf(attachment)} alt="" loading="lazy" />
              </button>
            ) : (
              <a class="file" href={addressOf(attachment)} download={attachment.name} aria-label={texts.saveFile(attachment.name)}>
                <FileIcon />
                <span>{attachment.name}</span>
                <small>{fileSize(attachment.size_bytes)}</small>
              </a>
            )}
          </li>
        ))}
      </ul>
      {shown && <Lightbox src={addressOf(shown)} name={shown.name} closeLabel={texts.closePhoto} onClose={() => setShown(null)} />}
    </>
  );
}

function addressOf(attachment: Attachment): string {
  return `/api/attachments/${encodeURIComponent(attachment.id)}`;
}

function sizeOf(photo: Attachment, side: number): { width: string; height: string } {
  const { width, height } = shownSize(photo.width_px, photo.height_px, side);
  return { width: `${width}px`, height: `${height}px` };
}
