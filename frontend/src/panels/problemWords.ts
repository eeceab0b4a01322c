/** The name of a node in a sentence. */

import { datasetOf, nodeTitle } from "../graph/subtitle";
import { useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";

export function nameOfNode(id: string): string {
  const node = useDesign.getState().document?.nodes[id];
  const { modules, datasets } = useLibrary.getState();
  return node ? nodeTitle(node, modules.get(node.module), datasetOf(node, datasets)) : id;
}
