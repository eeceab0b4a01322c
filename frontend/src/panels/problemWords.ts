/** The name of a node in a sentence or list. */

import { groupIn, groupsOf } from "../graph/groups";
import { sourcesOf } from "../graph/ports";
import { datasetOf, nodeTitle } from "../graph/subtitle";
import { useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";

export function nameOfNode(id: string): string {
  const { document } = useDesign.getState();
  const group = groupIn(id);
  if (group !== null) return (document && groupsOf(document).get(group)?.title) ?? group;
  const node = document?.nodes[id];
  const { modules, datasets } = useLibrary.getState();
  return node ? nodeTitle(node, modules.get(node.module), datasetOf(node, datasets)) : id;
}

/** The name of a node, with the learner that flows into it where another node has the same name. */
export function distinctName(id: string): string {
  const name = nameOfNode(id);
  const others = Object.keys(useDesign.getState().document?.nodes ?? {}).filter((other) => other !== id);
  const learner = others.some((other) => nameOfNode(other) === name) ? learnerOf(id) : "";
  return learner ? `${name} (${learner})` : name;
}

/** What tells nodes of the same name apart: the learner that flows into them, as "Boosted"; empty where there is none. */
export function learnerOf(id: string): string {
  const { document } = useDesign.getState();
  const { modules } = useLibrary.getState();
  if (!document) return "";
  const seen = new Set([id]);
  const waiting = sourcesOf(document, id);
  while (waiting.length > 0) {
    const source = waiting.shift()!;
    if (seen.has(source)) continue;
    seen.add(source);
    const module = modules.get(document.nodes[source]?.module ?? "");
    if (module?.outputs[0]?.type === "untrained_model") return firstWord(module.title);
    waiting.push(...sourcesOf(document, source));
  }
  return "";
}

/** "Boosted" of "Two-Class Boosted Decision Tree". */
const firstWord = (title: string): string => title.replace(/^(Two-Class|Multiclass) /, "").split(" ")[0]!;
