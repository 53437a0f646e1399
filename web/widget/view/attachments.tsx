/** Photos and files of a message. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Attachment } from "../../shared/contract";
import { fileSize, shownSize } from "../../shared/filesize";
import { FileIcon, RetryIcon } from "../../shared/icons";
import { Lightbox } from "../../shared/lightbox";
import type { Pictures } from "../pictures";
import type { Texts } from "../texts";

const SIDE_PX = 220;

export function Attachments({ attachments, pictures, texts }: { attachments: Attachment[]; pictures: Pictures; texts: Texts }): JSX.Element {
  const side = attachments.length > 1 ? SIDE_PX / 2 : SIDE_PX;
  return (
    <ul class="attachments">
      {attachments.map((attachment) => (
        <li key={attachment.id} data-testid="widget-attachment" data-kind={attachment.kind}>
          {attachment.kind === "image" ? <Photo photo={attachment} side={side} pictures={pictures} texts={texts} /> : <Document document={attachment} pictures={pictures} texts={texts} />}
        </li>
      ))}
    </ul>
  );
}

function Photo({ photo, side, pictures, texts }: { photo: Attachment; side: number; pictures: Pictures; texts: Texts }): JSX.Element {
  const [url, setUrl] = useState<string | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const [isLarge, setLarge] = useState(false);
  const load = (): (() => void) => {
    let isWanted = true;
    setFailed(false);
    pictures.url(photo.id).then(
      (found) => isWanted && setUrl(found),
      () => isWanted && setFailed(true),
    );
    return () => {
      isWanted = false;
    };
  };
  useEffect(load, [photo.id, pictures]);
  if (hasFailed) {
    return (
      <button type="button" class="file" onClick={load}>
        <RetryIcon />
        <span>{texts.photoFailed}</span>
      </button>
    );
  }
  const size = shownSize(photo.width_px, photo.height_px, side);
  return (
    <>
      <button type="button" class="photo" style={{ width: `${size.width}px`, height: `${size.height}px` }} aria-label={texts.openPhoto(photo.name)} onClick={() => setLarge(url !== null)}>
        {url && <img src={url} alt="" />}
      </button>
      {isLarge && url && <Lightbox src={url} name={photo.name} closeLabel={texts.closePhoto} onClose={() => setLarge(false)} />}
    </>
  );
}

function Document({ document: file, pictures, texts }: { document: Attachment; pictures: Pictures; texts: Texts }): JSX.Element {
  const [hasFailed, setFailed] = useState(false);
  const save = async (): Promise<void> => {
    try {
      const link = document.createElement("a");
      link.href = await pictures.url(file.id);
      link.download = file.name;
      link.click();
      setFailed(false);
    } catch {
      setFailed(true);
    }
  };
  return (
    <button type="button" class="file" aria-label={texts.saveFile(file.name)} onClick={() => void save()}>
      {hasFailed ? <RetryIcon /> : <FileIcon />}
      <span>{hasFailed ? texts.fileFailed : file.name}</span>
      {!hasFailed && <small>{fileSize(file.size_bytes)}</small>}
    </button>
  );
}
