/** Kept modules on the canvas: placing a copy, bringing copies up to date, and keeping what is selected. */

import { getGuestAccess } from "../api/accessMode";
import type { ModuleDescription } from "../api/apiTypes";
import { deleteResource, getJson, postJson } from "../api/client";
import type { Design, Json } from "../api/designDocument";
import { queryClient } from "../api/queries";
import { setModuleCode } from "../graph/customModules";
import { readGroups, toGroupCardId } from "../graph/designGroups";
import {
  findModuleOrigin,
  insertSavedFunction,
  insertSavedGroup,
  type SavedContent,
  type SavedModule,
  toSavedGroup,
  updateSavedGroup,
} from "../graph/savedModules";
import { savedModuleTexts as texts } from "../messages/savedModuleTexts";
import { isCustomModule, setCustomModules, useCatalog } from "../stores/catalogStore";
import { changeDesign, useDesign } from "../stores/designStore";
import { selectCards } from "../stores/uiStore";
import { addModule, findPlaceForNew } from "./addNode";
import { getVisibleGraph } from "./useVisibleGraph";
import { ensureVisible } from "./viewport";

const SAVED_MODULES_KEY = ["kept modules"];

export const savedModulesQuery = {
  queryKey: SAVED_MODULES_KEY,
  queryFn: async () => (getGuestAccess() ? [] : getJson<SavedModule[]>("/api/saved-modules")),
};
const refreshSavedModules = () => queryClient.invalidateQueries({ queryKey: SAVED_MODULES_KEY });

export type SavableItem = { group: string } | { module: string };

/** What of the design is kept. */
export function toSavedContent(design: Design, what: SavableItem): SavedContent | null {
  if ("group" in what)
    return readGroups(design).has(what.group) ? toSavedGroup(design, useCatalog.getState().modules, what.group) : null;
  const own = design.modules?.[what.module];
  return own ? { kind: "function", name: what.module, code: own.code } : null;
}

/** Keeps it as a new module, or as the next version of one; what was kept is a copy of it from then on. */
export async function saveModule(what: SavableItem, title: string, of: string | null): Promise<SavedModule | null> {
  const { document } = useDesign.getState();
  const content = document && toSavedContent(document, what);
  if (!content) return null;
  const kept = of
    ? await postJson<SavedModule>(`/api/saved-modules/${of}/versions`, { content })
    : await postJson<SavedModule>("/api/saved-modules", { title, content });
  const path = "group" in what ? ["groups", what.group, "from"] : ["modules", what.module, "from"];
  const from: Record<string, Json> = { module: kept.id, version: kept.version };
  if (content.kind === "group") from.members = Object.fromEntries(Object.keys(content.nodes).map((id) => [id, id]));
  changeDesign(texts.saved(kept.title, kept.version), [{ path, value: from }]);
  await refreshSavedModules();
  return kept;
}

export async function removeSavedModule(kept: SavedModule): Promise<void> {
  await deleteResource(`/api/saved-modules/${kept.id}`);
  await refreshSavedModules();
}

export async function restoreSavedModule(kept: SavedModule): Promise<void> {
  await postJson(`/api/saved-modules/${kept.id}/restore`);
  await refreshSavedModules();
}

/** Puts a copy on the canvas. */
export async function addSavedModule(kept: SavedModule, at?: { x: number; y: number }): Promise<void> {
  const { document } = useDesign.getState();
  if (!document) return;
  if (kept.content.kind === "group") {
    const { id, edits } = insertSavedGroup(document, kept, kept.content, {
      at: at ?? findPlaceForNew(),
      group: getVisibleGraph()?.openedGroup ?? null,
    });
    changeDesign(texts.placed(kept.title), edits);
    selectCards([toGroupCardId(id)]);
    requestAnimationFrame(() => ensureVisible(toGroupCardId(id)));
    return;
  }
  const { name, edits } = insertSavedFunction(document, kept, kept.content);
  await declareModule(name, kept.content.code);
  addModule({ module: name }, { ...(at && { at }), precedingEdits: edits });
}

/** The ports of a function are known before the server has seen it in the design. */
async function declareModule(name: string, code: string): Promise<void> {
  const { module } = await postJson<ModuleDescription>("/api/modules/describe", { name, code });
  if (!module) return;
  const others = useCatalog.getState().catalog.modules.filter((one) => isCustomModule(one) && one.name !== name);
  setCustomModules([...others, module]);
}

/** Brings a copy up to date with what is kept. */
export function updateSavedCopy(what: SavableItem, kept: SavedModule): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const label = texts.updated(kept.title, kept.version);
  if ("group" in what && kept.content.kind === "group") {
    changeDesign(label, updateSavedGroup(document, what.group, kept, kept.content));
  } else if ("module" in what && kept.content.kind === "function") {
    const from = { path: ["modules", what.module, "from"], value: { module: kept.id, version: kept.version } };
    changeDesign(label, [...setModuleCode(document, what.module, kept.content.code), from]);
  }
}

export const findOriginIn = (design: Design | null, what: SavableItem) =>
  design ? findModuleOrigin(design, what) : null;
