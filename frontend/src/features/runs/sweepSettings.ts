/** The settings that a sweep can try, and the values that a text stands for. */

import type { Module, ParameterWidget } from "../../api/apiTypes";
import type { Design, Json } from "../../api/designDocument";
import { SWEPT_KINDS } from "../../graph/parameterSweep";

/** More runs at once are a search; the server refuses them. */
export const MOST_RUNS = 200;

export interface SweepOption {
  reference: string;
  node: string;
  nodeTitle: string;
  field: ParameterWidget;
}

/** All settings of the design, those of these nodes first. */
export function listSweepOptions(
  design: Design,
  modules: ReadonlyMap<string, Module>,
  first: readonly string[],
): SweepOption[] {
  const nodes = [...first, ...Object.keys(design.nodes).filter((node) => !first.includes(node))];
  return nodes.flatMap((node) => {
    const module = modules.get(design.nodes[node]?.module ?? "");
    const nodeTitle = design.nodes[node]?.title ?? module?.title ?? node;
    return (module?.widgets ?? [])
      .filter(({ kind }) => SWEPT_KINDS.includes(kind))
      .map((field) => ({ reference: `${node}.${field.name}`, node, nodeTitle, field }));
  });
}

/** The values between the commas, each once. */
export function parseSweepValues(field: ParameterWidget, text: string): Json[] {
  const parts = text.split(",").flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
  const found = parts.map((part) => parseValue(field, part));
  return found.filter((value, at) => found.indexOf(value) === at);
}

function parseValue(field: ParameterWidget, part: string): Json {
  if (field.kind === "number" && Number.isFinite(Number(part))) return Number(part);
  if (field.kind === "switch") return ["yes", "true", "on"].includes(part.toLowerCase());
  if (field.kind === "choice") return field.options.find((option) => String(option) === part) ?? part;
  return part;
}

/** What stands in the field at first: what is usual to try, all choices, or the value of the design. */
export function suggestValues(field: ParameterWidget, current: Json | undefined): string {
  const suggested = field.suggested_values.length > 0 ? field.suggested_values : null;
  if (suggested) return suggested.join(", ");
  if (field.kind === "choice") return field.options.join(", ");
  if (field.kind === "switch") return "no, yes";
  return typeof current === "string" || typeof current === "number" ? String(current) : "";
}
