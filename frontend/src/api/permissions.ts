/** What whoever is here may do with the open design; the server asks once more. */

import { getGuestAccess } from "./accessMode";
import { bootstrap } from "./bootstrap";
import { hasAccounts } from "./currentWorkspace";
import { getEmbed } from "./embedding";

export type RequiredRole = "runner" | "editor";

const ROLE_RANKS = ["viewer", "runner", "editor", "owner"] as const;

/** The role of a member who may not change designs; null for all others, visitors by an edit link among them. */
export const getReadOnlyRole = (): "viewer" | "runner" | null => {
  const embed = getEmbed();
  const role = embed ? embed.role : bootstrap.role;
  return (embed !== null || hasAccounts) && !getGuestAccess() && (role === "viewer" || role === "runner") ? role : null;
};

export function hasRole(need: RequiredRole): boolean {
  const role = getReadOnlyRole();
  return role === null || ROLE_RANKS.indexOf(role) >= ROLE_RANKS.indexOf(need);
}
