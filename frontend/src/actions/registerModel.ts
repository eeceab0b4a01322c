/** Registers a model of the last run: that of the selected module, or one of the design. */

import { IconAward } from "@tabler/icons-react";
import { appTexts } from "../messages/appTexts";
import { useDesign } from "../stores/designStore";
import { useRun } from "../stores/runStore";
import { type Action, findSingleNode } from "../ui/actions/action";
import { openDialog } from "../ui/dialogs/dialogStore";

/** In this order: a design that trains is there for its model. */
const REGISTRABLE_TYPES = ["trained_model", "transformation"];

/** A module that gave something to register, and of which kind. */
export interface ModelSource {
  node: string;
  kind: string;
}

function findKind(node: string): string | undefined {
  const outputs = Object.values(useRun.getState().steps[node]?.outputs ?? {});
  return REGISTRABLE_TYPES.find((kind) => outputs.some((output) => output.type === kind));
}

function listSources(nodes: string[]): ModelSource[] {
  return nodes.flatMap((node) => {
    const kind = findKind(node);
    return kind === undefined ? [] : [{ node, kind }];
  });
}

const findSelected = (): ModelSource[] => listSources([findSingleNode()].filter((node) => node !== null));

/** The selected module, if it gave a model; else all that did, models before transformations. */
export function listModelSources(): ModelSource[] {
  const selected = findSelected();
  if (selected.length > 0) return selected;
  const rank = ({ kind }: ModelSource): number => REGISTRABLE_TYPES.indexOf(kind);
  const all = listSources(Object.keys(useDesign.getState().document?.nodes ?? {}));
  return all.sort((one, other) => rank(one) - rank(other));
}

function register(sources: ModelSource[]): Promise<void> | undefined {
  if (sources.length === 0) return undefined;
  return openDialog(async () => ({
    default: (await import("../features/models/RegisterModelDialog")).createRegisterModelDialog(sources),
  }));
}

const COMMON = {
  name: appTexts.actions.registerModel,
  group: "design",
  membersOnly: true,
  requiredRole: "editor",
  icon: IconAward,
} as const;

export const registerModelAction: Action = {
  ...COMMON,
  id: "registerModel",
  order: 655,
  menus: { design: 121 },
  isEnabled: () => listModelSources().length > 0,
  perform: () => register(listModelSources()),
};

/** In the menu of a card it is about that card only. */
export const registerNodeModelAction: Action = {
  ...COMMON,
  id: "registerNodeModel",
  order: 656,
  menus: { node: 160 },
  hiddenFromPalette: true,
  isEnabled: () => findSelected().length > 0,
  perform: () => register(findSelected()),
};
