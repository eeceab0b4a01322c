/** What the canvas shows now, made once for each state of design, catalog and opened group. */

import { type View, viewOf } from "../graph/view";
import { useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { useUi } from "../stores/ui";

let made: { document: object; modules: object; opened: string | null; view: View } | null = null;

export function currentView(): View | null {
  const { document } = useDesign.getState();
  const { modules } = useLibrary.getState();
  const { opened } = useUi.getState();
  if (!document) return null;
  if (made?.document !== document || made.modules !== modules || made.opened !== opened) {
    made = { document, modules, opened, view: viewOf(document, modules, opened) };
  }
  return made.view;
}

export function useView(): View | null {
  useDesign(({ document }) => document);
  useLibrary(({ modules }) => modules);
  useUi(({ opened }) => opened);
  return currentView();
}
