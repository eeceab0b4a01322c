/** What was written and not kept: whoever closes the editor by a slip of the hand finds it again, until the page goes. */

const moduleDrafts = new Map<string, string>();

const getDraftKey = (design: string | null, name: string | null): string => `${design} ${name ?? ""}`;

export const getModuleDraft = (design: string | null, name: string | null): string | undefined =>
  moduleDrafts.get(getDraftKey(design, name));

/** Keep what differs from what is stored; null forgets it. */
export function saveModuleDraft(design: string | null, name: string | null, code: string | null): void {
  if (code === null) moduleDrafts.delete(getDraftKey(design, name));
  else moduleDrafts.set(getDraftKey(design, name), code);
}
