/** Changes that the server does not have yet, kept in the browser so that a killed tab loses nothing. */

import type { Change } from "../graph/replica";

const PREFIX = "designery:unsent:";
const keyOf = (design: string, client: string) => `${PREFIX}${design}:${client}`;

/** Remember the unsent changes of this tab; none forgets the tab. */
export function keep(design: string, client: string, changes: Change[]): void {
  try {
    if (changes.length === 0) localStorage.removeItem(keyOf(design, client));
    else localStorage.setItem(keyOf(design, client), JSON.stringify(changes));
  } catch {
    // No room, or no storage in private mode: the changes still wait in memory.
  }
}

/**
 * What tabs that are gone left behind, and this one when it was last here; and forget it there. Changes of a living tab may
 * be among it; sending one twice does no harm, since the server knows each by its id.
 */
export function takeLeftovers(design: string): Change[] {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(keyOf(design, "")));
  return keys.flatMap((key) => {
    const changes = parsed(localStorage.getItem(key));
    localStorage.removeItem(key);
    return changes;
  });
}

function parsed(value: string | null): Change[] {
  try {
    return value ? (JSON.parse(value) as Change[]) : [];
  } catch {
    return [];
  }
}
