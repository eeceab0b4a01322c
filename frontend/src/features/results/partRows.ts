/** The rows behind a part of a result: a cluster, or a node of a tree. */

import { useContext } from "react";
import { isGeneral } from "../../graph/moduleRoles";
import { listEdges } from "../../graph/ports";
import type { Condition } from "../../graph/rowConditions";
import { useCatalog } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { getOutput } from "../../stores/runStore";
import { showRows } from "./evaluation/scoredRows";
import { ResultNode } from "./resultNode";

/** What the modules that assign rows to clusters call the column. */
const ASSIGNMENTS = "Assignments";

/** Shows the rows of a cluster in the table that holds them; null where there is none. */
export function useClusterRows(): ((cluster: number) => void) | null {
  const node = useContext(ResultNode);
  const own = useTableOf(node, "output");
  const source = useTableOf(node, "input");
  const table = own ?? source;
  if (!table) return null;
  return (cluster) => showRows(table.node, table.port, [{ column: ASSIGNMENTS, operator: "is", values: [cluster] }]);
}

/** Shows rows of the table that a model was trained on; null where it is not known. */
export function useTrainingRows(): ((conditions: Condition[]) => void) | null {
  const node = useContext(ResultNode);
  const modules = useCatalog((library) => library.modules);
  const module = useDesign((store) => modules.get(store.document?.nodes[node ?? ""]?.module ?? ""));
  const table = useTableOf(node, "input");
  if (!table || !isGeneral(module, "trainer")) return null;
  return (conditions) => showRows(table.node, table.port, conditions);
}

/** The first table that a node gives, or that it is given, as far as the run has it. */
function useTableOf(node: string | null, side: "input" | "output"): { node: string; port: string } | null {
  const document = useDesign((store) => store.document);
  const modules = useCatalog((library) => library.modules);
  const module = modules.get(document?.nodes[node ?? ""]?.module ?? "");
  if (!document || node === null || !module) return null;
  const ports = (side === "input" ? module.inputs : module.outputs).filter(({ type }) => type === "dataset");
  const found = ports.flatMap(({ name }) => {
    if (side === "output") return [{ node, port: name }];
    return listEdges(document)
      .filter(({ target, input }) => target === node && input === name)
      .map(({ source, output }) => ({ node: source, port: output }));
  })[0];
  return found && getOutput(found.node, found.port) ? found : null;
}
