/** What a design declares of the pipeline that is published from it: read from the document, and changed by edits. */

import type { Design, Edit, Json } from "../api/designDocument";

export interface ParameterDeclaration {
  node: string;
  parameter: string;
  title?: string | null;
  minimum?: number | null;
  maximum?: number | null;
  due_time?: "date" | "moment" | null;
}

export interface InputDeclaration {
  node: string;
  title?: string | null;
}

export interface OutputDeclaration {
  node: string;
  port: string;
  name: string;
}

export interface PipelineDeclarations {
  parameters: Record<string, ParameterDeclaration>;
  inputs: Record<string, InputDeclaration>;
  outputs: Record<string, OutputDeclaration>;
}

export type DeclarationPart = keyof PipelineDeclarations;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What is broken in the document is left out; the server says what is wrong with it. */
function readPart<Declaration>(held: unknown, needed: readonly string[]): Record<string, Declaration> {
  if (!isRecord(held)) return {};
  return Object.fromEntries(
    Object.entries(held).filter(([, one]) => isRecord(one) && needed.every((key) => typeof one[key] === "string")),
  ) as Record<string, Declaration>;
}

export function readDeclarations(design: Design | null): PipelineDeclarations {
  const held = isRecord(design?.pipeline) ? design.pipeline : {};
  return {
    parameters: readPart<ParameterDeclaration>(held.parameters, ["node", "parameter"]),
    inputs: readPart<InputDeclaration>(held.inputs, ["node"]),
    outputs: readPart<OutputDeclaration>(held.outputs, ["node", "port", "name"]),
  };
}

/** The name under which a field of a node is a pipeline parameter; null where it is none. */
export function findParameterName(design: Design | null, node: string, parameter: string): string | null {
  const { parameters } = readDeclarations(design);
  return Object.keys(parameters).find((name) => isField(parameters[name]!, node, parameter)) ?? null;
}

const isField = (declared: ParameterDeclaration, node: string, parameter: string): boolean =>
  declared.node === node && declared.parameter === parameter;

/** A name as the command line takes it, `number_of_trees`, that nothing else of the pipeline has. */
export function suggestDeclarationName(text: string, { parameters, inputs, outputs }: PipelineDeclarations): string {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 34);
  const stem = plain || "value";
  const taken = new Set([parameters, inputs, outputs].flatMap((part) => Object.keys(part)));
  let [name, number] = [stem, 2];
  while (taken.has(name)) name = `${stem}_${number++}`;
  return name;
}

export const isDeclarationName = (name: string): boolean => /^[a-z][a-z0-9_]{0,39}$/.test(name);

export const declareEdit = (part: DeclarationPart, name: string, value: object): Edit => ({
  path: ["pipeline", part, name],
  value: value as Json,
});

export const removeDeclarationEdit = (part: DeclarationPart, name: string): Edit => ({
  path: ["pipeline", part, name],
});
