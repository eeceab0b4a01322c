/** Opens a design from a file. */

import { IconUpload } from "@tabler/icons-react";
import { createDesign } from "../api/queries";
import { text } from "../messages/en";
import { navigate } from "../navigation";
import { notifyFailure } from "../notify";
import { type Action, always } from "./action";

function choose(): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".json,application/json,.png,image/png";
  input.onchange = () => {
    const file = input.files?.[0];
    if (file) void importFile(file).catch(notifyFailure);
  };
  input.click();
}

/** Make a design of the file and open it. */
export async function importFile(file: File): Promise<void> {
  const design = await designIn(file);
  const made = await createDesign({ document: design });
  navigate(`/designs/${made.id}`);
}

/** A file that was exported, or a picture that was saved with the design inside. */
async function designIn(file: File): Promise<unknown> {
  if (isPicture(file)) return (await import("../share/pictures")).designOf(file);
  try {
    return JSON.parse(await file.text());
  } catch {
    throw new Error(text.said.notADesign(file.name));
  }
}

export const isPicture = (file: File): boolean => file.type === "image/png" || /\.png$/i.test(file.name);

export const importDesign: Action = {
  id: "importDesign",
  name: text.actions.importDesign,
  group: "design",
  members: true,
  needs: "editor",
  icon: IconUpload,
  keys: ["Mod+O"],
  enabled: always,
  perform: choose,
};
