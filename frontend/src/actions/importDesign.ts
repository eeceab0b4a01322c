/** Opens a design from a file. */

import { IconUpload } from "@tabler/icons-react";
import { notifyFailure } from "../lib/toasts";
import { appTexts } from "../messages/appTexts";
import { importFile, WORKFLOW_ENDINGS } from "../stores/importDesignFile";
import { type Action, isAlwaysEnabled } from "../ui/actions/action";

function chooseDesignFile(): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = [".json", "application/json", ".png", "image/png", ...WORKFLOW_ENDINGS].join();
  input.onchange = () => {
    const file = input.files?.[0];
    if (file) void importFile(file).catch(notifyFailure);
  };
  input.click();
}

export const importDesignAction: Action = {
  id: "importDesign",
  name: appTexts.actions.importDesign,
  group: "design",
  order: 720,
  menus: { design: 235 },
  membersOnly: true,
  beyondDesign: true,
  requiredRole: "editor",
  icon: IconUpload,
  keys: ["Mod+O"],
  isEnabled: isAlwaysEnabled,
  perform: chooseDesignFile,
};
