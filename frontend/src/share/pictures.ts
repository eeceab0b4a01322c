/** The canvas as a picture: the SVG comes from the server, the PNG is painted from it here and holds the design. */

import { urlOf } from "../api/base";
import { get } from "../api/client";
import type { DesignState } from "../api/types";
import { sharing } from "../messages/sharing";
import { flushed, useDesign } from "../stores/design";
import { designIn, withDesign } from "./png";
import { saveFile } from "./saving";

/** Sharp on a screen of double density, and no larger than browsers can paint. */
const SCALE = 2;
const LONGEST_SIDE = 8_000;

async function drawn(id: string): Promise<Blob> {
  await flushed();
  const answer = await fetch(urlOf(`/api/designs/${id}/picture.svg`));
  if (!answer.ok) throw new Error(answer.status === 404 ? sharing.picture.empty : sharing.picture.failed);
  return new Blob([await answer.text()], { type: "image/svg+xml" });
}

export async function saveSvg(): Promise<void> {
  const { id, document } = useDesign.getState();
  if (id && document) saveFile(`${document.name}.svg`, await drawn(id), "image/svg+xml");
}

export async function savePng(): Promise<void> {
  const { id } = useDesign.getState();
  if (!id) return;
  const picture = await painted(await drawn(id));
  const { document } = await get<DesignState>(`/api/designs/${id}`);
  const bytes = await withDesign(new Uint8Array(await picture.arrayBuffer()), document);
  saveFile(`${document.name}.png`, new Blob([bytes], { type: "image/png" }), "image/png");
}

async function painted(svg: Blob): Promise<Blob> {
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
    if (!blob) throw new Error(sharing.picture.failed);
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The design inside a picture file; throws a sentence where there is none. */
export async function designOf(file: File): Promise<unknown> {
  const found = await designIn(new Uint8Array(await file.arrayBuffer())).catch(() => null);
  if (found === null) throw new Error(sharing.picture.noDesign(file.name));
  return found;
}
