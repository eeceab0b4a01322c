/** Changes that the server does not have yet, kept in the browser so that a killed tab loses nothing. */

import { getIdentityKey } from "../api/accessMode";
import type { Change } from "../graph/localCopy";

const UNSENT_PREFIX = "designery:unsent:";
/** Kept apart by who made them: what one leaves behind is not sent in the name of whoever signs in next. */
const toStorageKey = (design: string, client: string) => `${UNSENT_PREFIX}${getIdentityKey()}:${design}:${client}`;

/** Remember the unsent changes of this tab; none forgets the tab. */
export function storeUnsentChanges(design: string, client: string, changes: Change[]): void {
  try {
    if (changes.length === 0) localStorage.removeItem(toStorageKey(design, client));
    else localStorage.setItem(toStorageKey(design, client), JSON.stringify(changes));
  } catch {
    // No room, or no storage in private mode: the changes still wait in memory.
  }
}

/** What tabs that are gone left behind, and this one when it was last here; and forget it there. */
export async function claimAbandonedChanges(design: string, client: string): Promise<Change[]> {
  const living = await listLivingTabs();
  const prefix = toStorageKey(design, "");
  const keys = Object.keys(localStorage).filter((key) => {
    const tab = key.slice(prefix.length);
    return key.startsWith(prefix) && (tab === client || !living.has(tab));
  });
  return keys.flatMap((key) => {
    const changes = parseChanges(localStorage.getItem(key));
    localStorage.removeItem(key);
    return changes;
  });
}

/** What was done by a link and never reached the server; it stays where it is. */
export function readAbandonedChanges(share: string): Change[] {
  const prefix = `${UNSENT_PREFIX}link ${share}:`;
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    return keys.flatMap((key) => parseChanges(localStorage.getItem(key)));
  } catch {
    return [];
  }
}

const TAB_LOCK = "designery:tab:";

/** Let other tabs know that this one lives and sends its changes itself: the browser gives the lock up with the tab. */
export function holdTabLock(client: string): void {
  void navigator.locks?.request(TAB_LOCK + client, () => new Promise<never>(() => {}));
}

/** Without locks, no tab is known to live: a change that is sent twice does no harm, since the server knows it by its id. */
async function listLivingTabs(): Promise<Set<string>> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(held.flatMap(({ name }) => (name?.startsWith(TAB_LOCK) ? [name.slice(TAB_LOCK.length)] : [])));
}

function parseChanges(value: string | null): Change[] {
  try {
    return value ? (JSON.parse(value) as Change[]) : [];
  } catch {
    return [];
  }
}
