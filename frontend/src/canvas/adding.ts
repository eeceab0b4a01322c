/** New nodes: from the palette, from a dropped file, from the end of an edge. */

import { Unreachable } from "../api/client";
import { uploadDataset } from "../api/queries";
import type { DatasetSummary } from "../api/types";
import { freshId } from "../graph/ids";
import { connect, firstFit } from "../graph/ports";
import { freePlace, isWithin } from "../graph/room";
import { NODE_HEIGHT, NODE_WIDTH, ROW_GAP, snapped } from "../graph/sizes";
import { nodeTitle, sourceOf } from "../graph/subtitle";
import type { Design, DesignNode, Edit, Json } from "../graph/types";
import { text } from "../messages/en";
import { notifyFailure } from "../notify";
import { change, useDesign } from "../stores/design";
import { loadDatasets, useLibrary } from "../stores/library";
import { type Dragged, select, useUi } from "../stores/ui";
import { rememberModule } from "./recent";
import { covers, ensureVisible, inView, middle } from "./stage";
import { useUploads } from "./uploads";

/** What the palette drags: a module, and the parameters it starts with. */
export interface Addition {
  module: string;
  parameters?: Record<string, Json>;
}

export const DRAGGED_TYPE = "application/x-designery-module";

interface Place {
  /** The middle of the new card, in the design's coordinates; else a free place is found. */
  at?: { x: number; y: number };
  /** The port that the new node is connected to. */
  from?: Dragged | null;
}

/** Put a new node on the canvas and select it. */
export function addModule({ module, parameters = {} }: Addition, { at, from = null }: Place = {}): string | null {
  const { document } = useDesign.getState();
  const declared = useLibrary.getState().modules.get(module);
  if (!document || !declared) return null;
  const id = freshId(module, { has: (name) => name in document.nodes });
  const corner = at ? cornerOf(at) : freePlace(nextPlace(document), Object.values(document.nodes), inView(), covers());
  const node: DesignNode = { module, parameters, inputs: {}, ...corner, title: null, note: null, disabled: false };
  const title = nodeTitle(node, declared);
  const edits: Edit[] = [{ path: ["nodes", id], value: node as unknown as Json }, ...edgeTo(from, id, node)];
  change(text.edits.add(title), edits);
  rememberModule(module);
  select([id]);
  requestAnimationFrame(() => ensureVisible(id));
  return id;
}

const cornerOf = (at: { x: number; y: number }) => ({
  x: snapped(at.x - NODE_WIDTH / 2),
  y: snapped(at.y - NODE_HEIGHT / 2),
});

/** The corner of a card below the selected one, or the last one, while that is in sight; else in the middle. */
function nextPlace({ nodes }: Design): { x: number; y: number } {
  const last = nodes[useUi.getState().selection.at(-1) ?? ""] ?? Object.values(nodes).at(-1);
  if (!last || !isWithin(inView(), last)) return cornerOf(middle());
  return { x: last.x, y: last.y + NODE_HEIGHT + ROW_GAP };
}

function edgeTo(from: Dragged | null, id: string, node: DesignNode): Edit[] {
  const { document } = useDesign.getState();
  const { modules, catalog } = useLibrary.getState();
  const other = from && document?.nodes[from.node];
  if (!from || !other) return [];
  const after = { ...document, nodes: { ...document.nodes, [id]: node } };
  const [near, far] = [
    { id, module: node.module },
    { id: from.node, module: other.module },
  ];
  const only = portsOf(far.module, from);
  const found =
    from.side === "output" ? firstFit(only, catalog.accepts, far, near) : firstFit(only, catalog.accepts, near, far);
  return found ? connect(after, modules, found) : [];
}

/** The modules, with the one port that the edge was drawn from left on its module. */
function portsOf(name: string, from: Dragged): typeof modules {
  const { modules } = useLibrary.getState();
  const module = modules.get(name);
  if (!module) return modules;
  const ports = from.side === "output" ? "outputs" : "inputs";
  return new Map(modules).set(name, {
    ...module,
    [ports]: module[ports].filter(({ name: port }) => port === from.port),
  });
}

export function addDataset(dataset: DatasetSummary, place: Place = {}): void {
  addModule({ module: sourceOf(dataset), parameters: { dataset: dataset.id } }, place);
}

const READABLE = /\.zip$|\.(csv|tsv|tab|txt|parquet|pq|xlsx?|xlsm|ods|json|jsonl|ndjson)(\.(gz|zst|zip|bz2|xz))?$/i;

/** Upload dropped tables, each with its progress bar, and put a node for each where it was dropped. */
export async function addFiles(files: readonly File[], at: { x: number; y: number }): Promise<void> {
  await Promise.all(files.map((file, index) => addFile(file, { x: at.x + index * (NODE_WIDTH + 28), y: at.y })));
}

async function addFile(file: File, at: { x: number; y: number }): Promise<void> {
  if (!READABLE.test(file.name)) {
    notifyFailure(text.canvas.cannotRead(file.name));
    return;
  }
  const uploads = useUploads.getState();
  const id = uploads.start(file.name, at);
  try {
    const dataset = await uploadDataset(file, (share) => uploads.progress(id, share));
    await loadDatasets();
    addDataset(dataset, { at });
  } catch (error) {
    notifyFailure(error instanceof Unreachable ? error : `${file.name}: ${(error as Error).message}`);
  } finally {
    uploads.end(id);
  }
}
