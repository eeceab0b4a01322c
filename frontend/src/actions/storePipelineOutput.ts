/** Stores what the selected module gives under a name, whenever a run of the published pipeline succeeds. */

import { IconPackageExport } from "@tabler/icons-react";
import type { PortType } from "../api/apiTypes";
import { pipelineTexts } from "../messages/pipelineTexts";
import { useCatalog } from "../stores/catalogStore";
import { useDesign } from "../stores/designStore";
import { type Action, findSingleNode } from "../ui/actions/action";
import { openDialog } from "../ui/dialogs/dialogStore";

const STORABLE_TYPES: readonly PortType[] = ["dataset", "trained_model", "transformation", "file"];

/** The selected module with the outputs of it that can be stored. */
function findStorable(): { node: string; ports: { name: string; title: string; type: PortType }[] } | null {
  const node = findSingleNode();
  const name = node === null ? undefined : useDesign.getState().document?.nodes[node]?.module;
  const module = name === undefined ? undefined : useCatalog.getState().modules.get(name);
  const ports = module?.outputs.filter((port) => STORABLE_TYPES.includes(port.type)) ?? [];
  const isSource = module?.role?.endsWith("_source") ?? false;
  return node !== null && ports.length > 0 && !isSource ? { node, ports } : null;
}

export const storePipelineOutputAction: Action = {
  id: "storePipelineOutput",
  name: pipelineTexts.output.action,
  group: "design",
  order: 654,
  menus: { node: 170 },
  membersOnly: true,
  requiredRole: "editor",
  icon: IconPackageExport,
  isEnabled: () => findStorable() !== null,
  perform: () => {
    const found = findStorable();
    if (found === null) return;
    return openDialog(async () => ({
      default: (await import("../features/pipelines/StoreOutputDialog")).createStoreOutputDialog(
        found.node,
        found.ports,
      ),
    }));
  },
};
