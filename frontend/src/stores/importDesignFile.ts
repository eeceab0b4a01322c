/** Makes a design of a file: one that was exported, or a picture with the design inside. */

import { createDesign } from "../api/queries";
import { navigate } from "../lib/navigation";
import { appTexts } from "../messages/appTexts";

/** Make a design of the file and open it. */
export async function importFile(file: File): Promise<void> {
  const design = await readDesignFile(file);
  const made = await createDesign({ document: design });
  navigate(`/designs/${made.id}`);
}

/** A file that was exported, or a picture that was saved with the design inside. */
async function readDesignFile(file: File): Promise<unknown> {
  if (isPictureFile(file)) return (await import("./designPictures")).readDesignFromPicture(file);
  try {
    return JSON.parse(await file.text());
  } catch {
    throw new Error(appTexts.notices.notADesign(file.name));
  }
}

export const isPictureFile = (file: File): boolean => file.type === "image/png" || /\.png$/i.test(file.name);
