/** The canvas as a picture: the SVG comes from the server, the PNG is painted from it here and holds the design. */

import type { DesignState } from "../api/apiTypes";
import { getJson } from "../api/client";
import { fetchFromServer } from "../api/embedding";
import { embedDesign, extractDesign } from "../lib/pngChunks";
import { saveFile } from "../lib/saveFile";
import { sharingTexts } from "../messages/sharingTexts";
import { flushChanges, useDesign } from "./designStore";

/** Sharp on a screen of double density, and no larger than browsers can paint. */
const SCALE = 2;
const LONGEST_SIDE = 8_000;

async function fetchDesignSvg(id: string): Promise<Blob> {
  await flushChanges();
  const answer = await fetchFromServer(`/api/designs/${id}/picture.svg`);
  if (!answer.ok) throw new Error(answer.status === 404 ? sharingTexts.picture.empty : sharingTexts.picture.failed);
  return new Blob([await answer.text()], { type: "image/svg+xml" });
}

export async function saveSvg(): Promise<void> {
  const { id, document } = useDesign.getState();
  if (id && document) saveFile(`${document.name}.svg`, await fetchDesignSvg(id), "image/svg+xml");
}

export async function savePng(): Promise<void> {
  const { id } = useDesign.getState();
  if (!id) return;
  const picture = await rasterizeSvg(await fetchDesignSvg(id));
  const { document } = await getJson<DesignState>(`/api/designs/${id}`);
  const bytes = await embedDesign(new Uint8Array(await picture.arrayBuffer()), document);
  saveFile(`${document.name}.png`, new Blob([bytes], { type: "image/png" }), "image/png");
}

async function rasterizeSvg(svg: Blob): Promise<Blob> {
  const address = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = Math.min(SCALE, LONGEST_SIDE / Math.max(image.width, image.height));
    const paper = Object.assign(document.createElement("canvas"), {
      width: Math.round(image.width * scale),
      height: Math.round(image.height * scale),
    });
    paper.getContext("2d")?.drawImage(image, 0, 0, paper.width, paper.height);
    const blob = await new Promise<Blob | null>((resolve) => paper.toBlob(resolve, "image/png"));
    if (!blob) throw new Error(sharingTexts.picture.failed);
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The design inside a picture file; throws a sentence where there is none. */
export async function readDesignFromPicture(file: File): Promise<unknown> {
  const found = await extractDesign(new Uint8Array(await file.arrayBuffer())).catch(() => null);
  if (found === null) throw new Error(sharingTexts.picture.noDesign(file.name));
  return found;
}
