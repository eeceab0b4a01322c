/** What a module that is being written is tried with: the outputs of the open design that fit its inputs. */

import type { Module, Port } from "../api/apiTypes";
import type { Design, Json } from "../api/designDocument";
import { type AcceptedTypes, getReferences, isTypeAccepted, type Modules, toReference } from "./ports";
import { sortTopologically } from "./topologicalOrder";

export interface DraftInput {
  /** "node.port" */
  reference: string;
  node: string;
  port: Port;
  /** Whether the node has other outputs too. */
  several: boolean;
}

/** All outputs that fit a port, in the order in which data flow. */
export function listDraftInputs(design: Design, modules: Modules, accepts: AcceptedTypes, wanted: Port): DraftInput[] {
  return sortTopologically(design).flatMap((node) => {
    const outputs = modules.get(design.nodes[node]!.module)?.outputs ?? [];
    return outputs
      .filter((port) => isTypeAccepted(accepts, wanted.type, port.type))
      .map((port) => ({ reference: toReference(node, port.name), node, port, several: outputs.length > 1 }));
  });
}

/** The node of a module that is being changed: the selected one, else the first. */
export function findNodeOfModule(design: Design, name: string | null, selection: readonly string[]): string | null {
  if (name === null) return null;
  const placed = sortTopologically(design).filter((id) => design.nodes[id]!.module === name);
  return placed.find((id) => selection.includes(id)) ?? placed[0] ?? null;
}

/** What feeds each input until something else is chosen: as in the design, else the selected card, else the first that fits. */
export function suggestDraftInputs(
  design: Design,
  modules: Modules,
  accepts: AcceptedTypes,
  module: Pick<Module, "inputs">,
  about: { placed: string | null; selection: readonly string[] },
): Record<string, string[]> {
  const placed = about.placed === null ? undefined : design.nodes[about.placed];
  const usual = (port: Port): string[] => {
    const there = placed ? getReferences(placed, port.name) : [];
    if (there.length > 0 || port.optional) return there;
    const all = listDraftInputs(design, modules, accepts, port).filter((feed) => feed.node !== about.placed);
    const first = all.find((feed) => about.selection.includes(feed.node)) ?? all[0];
    return first ? [first.reference] : [];
  };
  return Object.fromEntries(module.inputs.map((port) => [port.name, usual(port)]));
}

/** Inputs as a node has them: one reference, or a list where a port takes several; nothing where nothing is chosen. */
export function toNodeInputs(
  module: Pick<Module, "inputs">,
  chosen: Record<string, string[]>,
): Record<string, string | string[]> {
  const entries = module.inputs.flatMap((port): [string, string | string[]][] => {
    const held = chosen[port.name] ?? [];
    return held.length === 0 ? [] : [[port.name, port.many ? held : held[0]!]];
  });
  return Object.fromEntries(entries);
}

/** The parameters that the module, as it is written now, still has. */
export function pickKnownParameters(module: Module, parameters: Record<string, Json>): Record<string, Json> {
  const known = new Set(module.widgets.map(({ name }) => name));
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => known.has(name)));
}
