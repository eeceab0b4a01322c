/** Where the data of a batch came from and where its scores went, in words. */

import type { Batch, BatchRun } from "../../api/batches";
import { batchTexts as texts } from "../../messages/batchTexts";

export function describeBatchInput({ run }: BatchRun, { spec }: Batch): string {
  const given = run.inputs.data;
  if (given) return texts.version(given.name, given.version);
  const path = run.parameters.path;
  return texts.bucket(spec.input.connection ?? "", typeof path === "string" ? path : spec.input.path);
}

export function describeBatchOutput({ run }: BatchRun, { spec }: Batch): string {
  const stored = run.outputs.scores;
  if (stored?.version) return texts.version(stored.name, stored.version);
  const { kind, name, connection, table, path } = spec.output;
  if (kind === "database") return texts.bucket(connection ?? "", table);
  return kind === "storage" ? texts.bucket(connection ?? "", path) : name;
}
