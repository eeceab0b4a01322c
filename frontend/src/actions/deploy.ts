/** Deploys what predicts: the open inference design, or a version of a registered model. */

import { IconRocket } from "@tabler/icons-react";
import { appTexts } from "../messages/appTexts";
import { useCatalog } from "../stores/catalogStore";
import { useDesign } from "../stores/designStore";
import type { Action } from "../ui/actions/action";
import { openDialog } from "../ui/dialogs/dialogStore";

/** What is to be deployed; without anything the dialog asks for a model. */
export interface DeploySource {
  title: string;
  design?: string;
  model?: string;
  version?: string;
  /** The endpoint that it goes to, where that is decided. */
  endpoint?: string;
}

export const openDeployDialog = (source: DeploySource): Promise<void> =>
  openDialog(async () => ({
    default: (await import("../features/endpoints/DeployDialog")).createDeployDialog(source),
  }));

/** Whether a request has a way into the open design. */
function hasEntrance(): boolean {
  const nodes = Object.values(useDesign.getState().document?.nodes ?? {});
  const { modules } = useCatalog.getState();
  return nodes.some((node) => modules.get(node.module)?.role === "service_input");
}

export const deployDesignAction: Action = {
  id: "deployDesign",
  name: appTexts.actions.deployDesign,
  group: "design",
  order: 652,
  menus: { design: 122 },
  membersOnly: true,
  beyondDesign: true,
  requiredRole: "editor",
  icon: IconRocket,
  isEnabled: hasEntrance,
  perform: () => {
    const { id, document } = useDesign.getState();
    return id && document ? openDeployDialog({ title: document.name, design: id }) : undefined;
  },
};
