/** Which parameters a visitor of an edit link neither sees nor changes; `server/graph/shown.py` holds to the same. */

import type { Link } from "../../api/door";
import type { Field } from "./schema";

const WITHHELD = ["connection_of", "dataset_reference", "artifact_reference", "refreshed_at", "secret_names"] as const;

const SCRIPTS = ["python", "sql", "r"];

export function isClosed({ schema }: Pick<Field, "schema">, link: Link | null): boolean {
  if (link === null) return false;
  if (WITHHELD.some((hint) => schema[hint])) return true;
  return (SCRIPTS.includes(schema.code ?? "") && !link.scripts) || (Boolean(schema.multiline) && link.shows !== "rows");
}
