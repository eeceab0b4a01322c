/** What whoever is here may do with the open design; the server asks once more. */

import { bootstrap } from "./bootstrap";
import { visiting } from "./door";
import { inTeam } from "./team";

export type Need = "runner" | "editor";

const RANKS = ["viewer", "runner", "editor", "owner"] as const;

/** The role of a member who may not change designs; null for all others, visitors by an edit link among them. */
export const lookingAs = (): "viewer" | "runner" | null => {
  const { role } = bootstrap;
  return inTeam && !visiting() && (role === "viewer" || role === "runner") ? role : null;
};

export function may(need: Need): boolean {
  const role = lookingAs();
  return role === null || RANKS.indexOf(role) >= RANKS.indexOf(need);
}
