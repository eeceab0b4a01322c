/** Making designs from the pages outside a design, and opening them. */

import type { DatasetSummary, DesignCreate } from "../api/apiTypes";
import { postJson } from "../api/client";
import type { DesignNode, Edit, Json } from "../api/designDocument";
import { createDesign, queries, queryClient } from "../api/queries";
import { createUniqueId } from "../graph/ids";
import { findModuleByRole, getSourceRole } from "../graph/moduleRoles";
import { resultTexts as texts } from "../messages/resultTexts";
import { navigate } from "./navigation";
import { notifyFailure } from "./toasts";

/** Makes a design and goes there. */
export async function createAndOpenDesign(what: DesignCreate): Promise<void> {
  try {
    const created = await createDesign(what);
    navigate(`/designs/${created.id}`);
  } catch (error) {
    notifyFailure(error);
  }
}

/** Makes a design, has it run, and goes there: its first results come while it opens. */
export async function createAndRunDesign(design: DesignCreate): Promise<void> {
  try {
    const created = await createDesign(design);
    const what = { targets: [], without: [], key: createUniqueId() };
    const run = await postJson<{ id: string }>(`/api/designs/${created.id}/runs`, what);
    navigate(`/designs/${created.id}#run-${run.id}`);
  } catch (error) {
    notifyFailure(error);
  }
}

/** A new design with one node, the dataset. */
export async function createDesignWithDataset(dataset: DatasetSummary): Promise<void> {
  const { modules } = await queryClient.fetchQuery(queries.catalog());
  const node: DesignNode = {
    module: findModuleByRole(modules, getSourceRole(dataset))!.name,
    parameters: { dataset: dataset.id },
    inputs: {},
    x: 320,
    y: 80,
    title: null,
    note: null,
    disabled: false,
  };
  return createDesignOfNodes(dataset.name, texts.home.addDataset(dataset.name), { dataset: node });
}

/** A new design with these nodes; made by edits, so that nobody is asked to trust it. */
export async function createDesignOfNodes(
  name: string,
  label: string,
  nodes: Readonly<Record<string, DesignNode>>,
): Promise<void> {
  try {
    const created = await createDesign({ name });
    const edits = Object.entries(nodes).map(([id, node]) => ({ path: ["nodes", id], value: { ...node } as Json }));
    await sendEdits(created.id, label, edits);
    navigate(`/designs/${created.id}`);
  } catch (error) {
    notifyFailure(error);
  }
}

export async function renameDesign(id: string, name: string): Promise<void> {
  try {
    await sendEdits(id, texts.home.renameTitle, [{ path: ["name"], value: name }]);
    await queryClient.invalidateQueries({ queryKey: ["designs"] });
  } catch (error) {
    notifyFailure(error);
  }
}

/** Change a design that is not open here, as one change. */
export function sendEdits(design: string, label: string, edits: Edit[]): Promise<{ revision: number }> {
  return postJson(`/api/designs/${design}/edits`, { client: createUniqueId(), id: createUniqueId(), label, edits });
}
