/** What a run was given besides the defaults, in a line. */

import type { PipelineRun } from "../../api/pipelines";
import { pipelineTexts } from "../../messages/pipelineTexts";

const LONGEST = 60;

export function describeGiven({ parameters, inputs }: Pick<PipelineRun, "parameters" | "inputs">): string {
  const values = Object.entries(parameters).map(([name, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return `${name} = ${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}`;
  });
  const data = Object.values(inputs)
    .filter(({ declared }) => declared)
    .map(({ name, version }) => pipelineTexts.lineage.versionOf(name, version));
  return [...values, ...data].join("; ") || pipelineTexts.runs.defaults;
}
