/** Which parameters a visitor of an edit link neither sees nor changes, as the catalog tells it. */

import type { GuestAccess } from "../../api/accessMode";
import type { ParameterField } from "./parameterFields";

export function isHiddenField({ secret, withheld }: ParameterField, link: GuestAccess | null): boolean {
  if (link === null) return false;
  if (secret || withheld === "always") return true;
  return (withheld === "without_scripts" && !link.scripts) || (withheld === "without_rows" && link.shows !== "rows");
}
