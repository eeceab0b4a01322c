/** Kept modules on the canvas: placing a copy, bringing copies up to date, and keeping what is selected. */

import { get, post, remove } from "../api/client";
import { visiting } from "../api/door";
import { queryClient } from "../api/queries";
import type { Described } from "../api/types";
import { groupCard, groupsOf } from "../graph/groups";
import {
  type KeptContent,
  type KeptModule,
  keptGroup,
  originOf,
  placeFunction,
  placeGroup,
  renewGroup,
} from "../graph/keptModules";
import { writeModule } from "../graph/ownModules";
import type { Design, Json } from "../graph/types";
import { keptMessages as say } from "../messages/kept";
import { change, useDesign } from "../stores/design";
import { isOwn, showOwnModules, useLibrary } from "../stores/library";
import { select } from "../stores/ui";
import { addModule, placeForNew } from "./adding";
import { ensureVisible } from "./stage";
import { currentView } from "./viewing";

const KEY = ["kept modules"];

export const keptQuery = {
  queryKey: KEY,
  queryFn: async () => (visiting() ? [] : get<KeptModule[]>("/api/kept-modules")),
};
const refresh = () => queryClient.invalidateQueries({ queryKey: KEY });

export type Keepable = { group: string } | { module: string };

/** What of the design is kept. */
export function contentOf(design: Design, what: Keepable): KeptContent | null {
  if ("group" in what)
    return groupsOf(design).has(what.group) ? keptGroup(design, useLibrary.getState().modules, what.group) : null;
  const own = design.modules?.[what.module];
  return own ? { kind: "function", name: what.module, code: own.code } : null;
}

/** Keeps it as a new module, or as the next version of one; what was kept is a copy of it from then on. */
export async function keep(what: Keepable, title: string, of: string | null): Promise<KeptModule | null> {
  const { document } = useDesign.getState();
  const content = document && contentOf(document, what);
  if (!content) return null;
  const kept = of
    ? await post<KeptModule>(`/api/kept-modules/${of}/versions`, { content })
    : await post<KeptModule>("/api/kept-modules", { title, content });
  const path = "group" in what ? ["groups", what.group, "from"] : ["modules", what.module, "from"];
  const from: Record<string, Json> = { module: kept.id, version: kept.version };
  if (content.kind === "group") from.members = Object.fromEntries(Object.keys(content.nodes).map((id) => [id, id]));
  change(say.kept(kept.title, kept.version), [{ path, value: from }]);
  await refresh();
  return kept;
}

export async function forget(kept: KeptModule): Promise<void> {
  await remove(`/api/kept-modules/${kept.id}`);
  await refresh();
}

export async function takeBack(kept: KeptModule): Promise<void> {
  await post(`/api/kept-modules/${kept.id}/restore`);
  await refresh();
}

/** Puts a copy on the canvas. */
export async function addKept(kept: KeptModule, at?: { x: number; y: number }): Promise<void> {
  const { document } = useDesign.getState();
  if (!document) return;
  if (kept.content.kind === "group") {
    const { id, edits } = placeGroup(document, kept, kept.content, {
      at: at ?? placeForNew(),
      group: currentView()?.opened ?? null,
    });
    change(say.placed(kept.title), edits);
    select([groupCard(id)]);
    requestAnimationFrame(() => ensureVisible(groupCard(id)));
    return;
  }
  const { name, edits } = placeFunction(document, kept, kept.content);
  await declare(name, kept.content.code);
  addModule({ module: name }, { ...(at && { at }), first: edits });
}

/** The ports of a function are known before the server has seen it in the design. */
async function declare(name: string, code: string): Promise<void> {
  const { module } = await post<Described>("/api/modules/describe", { name, code });
  if (!module) return;
  const others = useLibrary.getState().catalog.modules.filter((one) => isOwn(one) && one.name !== name);
  showOwnModules([...others, module]);
}

/** Brings a copy up to date with what is kept. */
export function renew(what: Keepable, kept: KeptModule): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const label = say.renewed(kept.title, kept.version);
  if ("group" in what && kept.content.kind === "group") {
    change(label, renewGroup(document, what.group, kept, kept.content));
  } else if ("module" in what && kept.content.kind === "function") {
    const from = { path: ["modules", what.module, "from"], value: { module: kept.id, version: kept.version } };
    change(label, [...writeModule(document, what.module, kept.content.code), from]);
  }
}

export const originIn = (design: Design | null, what: Keepable) => (design ? originOf(design, what) : null);
