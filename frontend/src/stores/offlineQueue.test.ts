import { beforeEach, expect, test, vi } from "vitest";
import { setGuestAccess } from "../api/accessMode";
import type { Change } from "../graph/localCopy";
import { claimAbandonedChanges, storeUnsentChanges } from "./offlineQueue";

const CHANGE: Change = { id: "tab.1", label: "Rename", edits: [{ path: ["name"], value: "Mine" }], revision: null };

/** A browser's memory, whose keys are its own properties, as `Object.keys` finds them. */
function memory(): Record<string, string> {
  return Object.create({
    getItem(this: Record<string, string>, key: string) {
      return this[key] ?? null;
    },
    setItem(this: Record<string, string>, key: string, value: string) {
      this[key] = value;
    },
    removeItem(this: Record<string, string>, key: string) {
      delete this[key];
    },
  }) as Record<string, string>;
}

function signedIn(person: string | undefined): void {
  const bootstrap = { textContent: JSON.stringify({ person }) };
  vi.stubGlobal("document", { getElementById: () => bootstrap });
}

beforeEach(() => {
  vi.stubGlobal("localStorage", memory());
  vi.stubGlobal("navigator", {});
  signedIn("ada");
});

test("what one account could not send is not sent by the next, and waits for the first", async () => {
  storeUnsentChanges("design", "tab", [CHANGE]);
  signedIn("grace");
  expect(await claimAbandonedChanges("design", "other")).toEqual([]);
  signedIn("ada");
  expect(await claimAbandonedChanges("design", "other")).toEqual([CHANGE]);
  expect(await claimAbandonedChanges("design", "other")).toEqual([]);
});

test("what was done by a link is not sent by an account", async () => {
  const link = { share: "s", shows: "metrics", rows: 0, scripts: false, comments: false, endsAt: null } as const;
  setGuestAccess({ ...link, retryAfterVisit: (ask) => ask() });
  storeUnsentChanges("design", "tab", [CHANGE]);
  setGuestAccess(null);
  expect(await claimAbandonedChanges("design", "other")).toEqual([]);
});
