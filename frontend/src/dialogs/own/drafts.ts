/** What was written and not kept: whoever closes the editor by a slip of the hand finds it again, until the page goes. */

const drafts = new Map<string, string>();

const keyOf = (design: string | null, name: string | null): string => `${design} ${name ?? ""}`;

export const draftOf = (design: string | null, name: string | null): string | undefined =>
  drafts.get(keyOf(design, name));

/** Keep what differs from what is stored; null forgets it. */
export function keepDraft(design: string | null, name: string | null, code: string | null): void {
  if (code === null) drafts.delete(keyOf(design, name));
  else drafts.set(keyOf(design, name), code);
}
