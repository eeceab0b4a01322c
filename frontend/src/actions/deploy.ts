/** Deploys what predicts: the open inference design, one made of an open design that trains, or a registered model. */

import { IconRocket } from "@tabler/icons-react";
import type { ModuleRole } from "../graph/moduleRoles";
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

/** Whether the open design has a module of that role: a request needs a way in, or a model that scores. */
function hasRole(role: ModuleRole): boolean {
  const nodes = Object.values(useDesign.getState().document?.nodes ?? {});
  const { modules } = useCatalog.getState();
  return nodes.some((node) => modules.get(node.module)?.role === role);
}

export const deployDesignAction: Action = {
  id: "deployDesign",
  name: appTexts.actions.deployDesign,
  group: "design",
  order: 652,
  menus: { design: 122 },
  membersOnly: true,
  requiredRole: "editor",
  icon: IconRocket,
  isEnabled: () => hasRole("service_input") || hasRole("scorer"),
  perform: () => {
    const { id, document } = useDesign.getState();
    if (!id || !document) return;
    if (hasRole("service_input")) return openDeployDialog({ title: document.name, design: id });
    return openDialog(async () => ({
      default: (await import("../features/export/InferenceDialog")).DeployTrainedDialog,
    }));
  },
};
