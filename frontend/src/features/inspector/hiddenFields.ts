/** Which parameters a visitor of an edit link neither sees nor changes; `server/graph/sharing/redacted_design.py` holds to the same. */

import type { GuestAccess } from "../../api/accessMode";
import type { ParameterField } from "./parameterFields";

const HIDDEN_FIELDS = [
  "connection_of",
  "dataset_reference",
  "artifact_reference",
  "refreshed_at",
  "secret_names",
] as const;

const SCRIPTS = ["python", "sql", "r"];

export function isHiddenField({ schema }: Pick<ParameterField, "schema">, link: GuestAccess | null): boolean {
  if (link === null) return false;
  if (HIDDEN_FIELDS.some((hint) => schema[hint])) return true;
  return (SCRIPTS.includes(schema.code ?? "") && !link.scripts) || (Boolean(schema.multiline) && link.shows !== "rows");
}
