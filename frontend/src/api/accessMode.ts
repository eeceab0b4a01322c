/** How this tab came to the design that it has open: as a member of its workspace, or as a visitor by an edit link. */

import { getEmbed } from "./embedding";

/** What the link lets its visitors see. */
export interface GuestAccess {
  /** The link's id, which stands in the place of the design's. */
  share: string;
  shows: "graph" | "metrics" | "statistics" | "rows";
  rows: number;
  scripts: boolean;
  comments: boolean;
  endsAt: string | null;
  /** Ask, and where the visit was over, as after a machine slept, visit the link once more and ask again. */
  retryAfterVisit: <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;
}

let guestAccess: GuestAccess | null = null;

/** The link by which this tab came; null for members. */
export const getGuestAccess = (): GuestAccess | null => guestAccess;

export function setGuestAccess(by: GuestAccess | null): void {
  guestAccess = by;
}

/** An address of the open design: a visitor's lead to what the link shows of it. */
export function toDesignPath(design: string, ...rest: string[]): string {
  const base = guestAccess
    ? ["/api/shared", encodeURIComponent(design), "design"]
    : ["/api/designs", encodeURIComponent(design)];
  return [...base, ...rest].join("/");
}

/** Who works here, so that what one leaves behind in a browser is nobody else's: an account, a link, or the one user. */
export function getIdentityKey(): string {
  if (guestAccess) return `link ${guestAccess.share}`;
  const embed = getEmbed();
  if (embed) return embed.person;
  const bootstrap = document.getElementById("bootstrap")?.textContent;
  return (bootstrap && (JSON.parse(bootstrap) as { person?: string }).person) || "local";
}
