/** Changes that the server does not have yet, kept in the browser so that a killed tab loses nothing. */

import { whoIsHere } from "../api/door";
import type { Change } from "../graph/replica";

const PREFIX = "designery:unsent:";
/** Kept apart by who made them: what one leaves behind is not sent in the name of whoever signs in next. */
const keyOf = (design: string, client: string) => `${PREFIX}${whoIsHere()}:${design}:${client}`;

/** Remember the unsent changes of this tab; none forgets the tab. */
export function keep(design: string, client: string, changes: Change[]): void {
  try {
    if (changes.length === 0) localStorage.removeItem(keyOf(design, client));
    else localStorage.setItem(keyOf(design, client), JSON.stringify(changes));
  } catch {
    // No room, or no storage in private mode: the changes still wait in memory.
  }
}

/** What tabs that are gone left behind, and this one when it was last here; and forget it there. */
export async function takeLeftovers(design: string, client: string): Promise<Change[]> {
  const living = await livingTabs();
  const prefix = keyOf(design, "");
  const keys = Object.keys(localStorage).filter((key) => {
    const tab = key.slice(prefix.length);
    return key.startsWith(prefix) && (tab === client || !living.has(tab));
  });
  return keys.flatMap((key) => {
    const changes = parsed(localStorage.getItem(key));
    localStorage.removeItem(key);
    return changes;
  });
}

const LOCK = "designery:tab:";

/** Let other tabs know that this one lives and sends its changes itself: the browser gives the lock up with the tab. */
export function showLiving(client: string): void {
  void navigator.locks?.request(LOCK + client, () => new Promise<never>(() => {}));
}

/** Without locks, no tab is known to live: a change that is sent twice does no harm, since the server knows it by its id. */
async function livingTabs(): Promise<Set<string>> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(held.flatMap(({ name }) => (name?.startsWith(LOCK) ? [name.slice(LOCK.length)] : [])));
}

function parsed(value: string | null): Change[] {
  try {
    return value ? (JSON.parse(value) as Change[]) : [];
  } catch {
    return [];
  }
}
