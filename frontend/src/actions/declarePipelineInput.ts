/** Lets each run of the published pipeline choose the data of the selected module. */

import { IconDatabaseImport } from "@tabler/icons-react";
import { isDatasetSource } from "../graph/moduleRoles";
import {
  declareEdit,
  readDeclarations,
  removeDeclarationEdit,
  suggestDeclarationName,
} from "../graph/pipelineDeclarations";
import { pipelineTexts } from "../messages/pipelineTexts";
import { useCatalog } from "../stores/catalogStore";
import { changeDesign, useDesign } from "../stores/designStore";
import { getNodeName } from "../stores/nodeNames";
import { type Action, findSingleNode } from "../ui/actions/action";

const texts = pipelineTexts.input;

function findSourceNode(): string | null {
  const node = findSingleNode();
  const module = node === null ? undefined : useDesign.getState().document?.nodes[node]?.module;
  return module !== undefined && isDatasetSource(useCatalog.getState().modules.get(module)) ? node : null;
}

/** Declares the data of a node as an input, or takes that back. */
export function togglePipelineInput(node: string): void {
  const declared = readDeclarations(useDesign.getState().document);
  const title = getNodeName(node);
  const known = Object.keys(declared.inputs).find((name) => declared.inputs[name]!.node === node);
  if (known !== undefined) changeDesign(texts.removed(title), [removeDeclarationEdit("inputs", known)]);
  else
    changeDesign(texts.added(title), [
      declareEdit("inputs", suggestDeclarationName(title, declared), { node, title: null }),
    ]);
}

export const declarePipelineInputAction: Action = {
  id: "declarePipelineInput",
  name: texts.action,
  group: "design",
  order: 653,
  menus: { node: 165 },
  membersOnly: true,
  requiredRole: "editor",
  icon: IconDatabaseImport,
  isEnabled: () => findSourceNode() !== null,
  perform: () => {
    const node = findSourceNode();
    if (node !== null) togglePipelineInput(node);
  },
};
