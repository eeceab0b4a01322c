/** The name of a node in a sentence or list. */

import type { Module } from "../api/apiTypes";
import type { Design } from "../api/designDocument";
import { parseGroupCardId, readGroups } from "../graph/designGroups";
import { findDataset, getNodeTitle } from "../graph/nodeSubtitle";
import { getSourceNodes } from "../graph/ports";
import { useCatalog } from "./catalogStore";
import { useDesign } from "./designStore";

export function getNodeName(id: string): string {
  const { document } = useDesign.getState();
  const group = parseGroupCardId(id);
  if (group !== null) return (document && readGroups(document).get(group)?.title) ?? group;
  const node = document?.nodes[id];
  const { modules, datasets } = useCatalog.getState();
  const module = modules.get(node?.module ?? "");
  return node ? getNodeTitle(node, module, findDataset(node, module, datasets)) : id;
}

/** The name of a node, with the learner that flows into it where another node has the same name. */
export function getDistinctNodeName(id: string): string {
  const name = getNodeName(id);
  const others = Object.keys(useDesign.getState().document?.nodes ?? {}).filter((other) => other !== id);
  const learner = others.some((other) => getNodeName(other) === name) ? findLearnerName(id) : "";
  return learner ? `${name} (${learner})` : name;
}

/** What tells nodes of the same name apart: the learner that flows into them, as "Boosted"; empty where there is none. */
export function findLearnerName(id: string): string {
  const { document } = useDesign.getState();
  return document ? findLearnerOf(document, useCatalog.getState().modules, id) : "";
}

/** The same for a design that is not the one being edited. */
export function findLearnerOf(document: Design, modules: ReadonlyMap<string, Module>, id: string): string {
  const visited = new Set([id]);
  const waiting = getSourceNodes(document, id);
  while (waiting.length > 0) {
    const source = waiting.shift()!;
    if (visited.has(source)) continue;
    visited.add(source);
    const module = modules.get(document.nodes[source]?.module ?? "");
    if (module?.outputs[0]?.type === "untrained_model") return getFirstWord(module.title);
    waiting.push(...getSourceNodes(document, source));
  }
  return "";
}

/** "Boosted" of "Two-Class Boosted Decision Tree". */
const getFirstWord = (title: string): string => title.replace(/^(Two-Class|Multiclass) /, "").split(" ")[0]!;
