/** How this tab came to the design that it has open: as a member of its workspace, or as a visitor by an edit link. */

/** What the link lets its visitors see. */
export interface Link {
  /** The link's id, which stands in the place of the design's. */
  share: string;
  shows: "graph" | "metrics" | "statistics" | "rows";
  rows: number;
  scripts: boolean;
  comments: boolean;
  endsAt: string | null;
  /** Ask, and where the visit was over, as after a machine slept, visit the link once more and ask again. */
  again: <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;
}

let link: Link | null = null;

/** The link by which this tab came; null for members. */
export const visiting = (): Link | null => link;

export function comeBy(by: Link | null): void {
  link = by;
}

/** An address of the open design: a visitor's lead to what the link shows of it. */
export function addressOf(design: string, ...rest: string[]): string {
  const base = link
    ? ["/api/shared", encodeURIComponent(design), "design"]
    : ["/api/designs", encodeURIComponent(design)];
  return [...base, ...rest].join("/");
}

/** Who works here, so that what one leaves behind in a browser is nobody else's: an account, a link, or the one user. */
export function whoIsHere(): string {
  if (link) return `link ${link.share}`;
  const bootstrap = document.getElementById("bootstrap")?.textContent;
  return (bootstrap && (JSON.parse(bootstrap) as { person?: string }).person) || "local";
}
