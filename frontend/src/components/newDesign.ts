/** Making designs from the pages outside a design, and opening them. */

import { post } from "../api/client";
import { createDesign, type NewDesign, queryClient } from "../api/queries";
import type { DatasetSummary } from "../api/types";
import { uniqueId } from "../graph/ids";
import type { DesignNode, Edit, Json } from "../graph/types";
import { resultsMessages as say } from "../messages/results";
import { navigate } from "../navigation";
import { notifyFailure } from "../notify";

/** Makes a design and goes there. */
export async function openNew(what: NewDesign): Promise<void> {
  try {
    const made = await createDesign(what);
    navigate(`/designs/${made.id}`);
  } catch (error) {
    notifyFailure(error);
  }
}

/** A new design with one node, the dataset. */
export function openNewWith(dataset: DatasetSummary): Promise<void> {
  const node: DesignNode = {
    module: "dataset",
    parameters: { dataset: dataset.id },
    inputs: {},
    x: 320,
    y: 80,
    title: null,
    note: null,
    disabled: false,
  };
  return openNewOf(dataset.name, say.home.addDataset(dataset.name), { dataset: node });
}

/** A new design with these nodes; made by edits, so that nobody is asked to trust it. */
export async function openNewOf(
  name: string,
  label: string,
  nodes: Readonly<Record<string, DesignNode>>,
): Promise<void> {
  try {
    const made = await createDesign({ name });
    const edits = Object.entries(nodes).map(([id, node]) => ({ path: ["nodes", id], value: { ...node } as Json }));
    await sendEdits(made.id, label, edits);
    navigate(`/designs/${made.id}`);
  } catch (error) {
    notifyFailure(error);
  }
}

export async function renameDesign(id: string, name: string): Promise<void> {
  try {
    await sendEdits(id, say.home.renameTitle, [{ path: ["name"], value: name }]);
    await queryClient.invalidateQueries({ queryKey: ["designs"] });
  } catch (error) {
    notifyFailure(error);
  }
}

function sendEdits(design: string, label: string, edits: Edit[]): Promise<{ revision: number }> {
  return post(`/api/designs/${design}/edits`, { client: uniqueId(), id: uniqueId(), label, edits });
}
