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
  input.accept = ".json,application/json";
  input.onchange = () => {
    const file = input.files?.[0];
    if (file) void importFile(file).catch(notifyFailure);
  };
  input.click();
}

/** Make a design of the file and open it. */
export async function importFile(file: File): Promise<void> {
  let design: unknown;
  try {
    design = JSON.parse(await file.text());
  } catch {
    throw new Error(text.said.notADesign(file.name));
  }
  const made = await createDesign({ document: design });
  navigate(`/designs/${made.id}`);
}

export const importDesign: Action = {
  id: "importDesign",
  name: text.actions.importDesign,
  group: "design",
  icon: IconUpload,
  keys: ["Mod+O"],
  enabled: always,
  perform: choose,
};
