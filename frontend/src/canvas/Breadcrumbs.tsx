/** Where we are while a group is opened: the design, the groups around, the group. */

import { listAncestorGroups, readGroups } from "../graph/designGroups";
import { appTexts } from "../messages/appTexts";
import { editorTexts } from "../messages/editorTexts";
import { useDesign } from "../stores/designStore";
import { enterGroup } from "./openNode";
import { useVisibleGraph } from "./useVisibleGraph";
import "./floating.css";

export function Breadcrumbs() {
  const opened = useVisibleGraph()?.openedGroup ?? null;
  const design = useDesign(({ document }) => document);
  if (opened === null || !design) return null;
  const groups = readGroups(design);
  const path = listAncestorGroups(groups, opened).reverse();
  return (
    <nav className="floating crumbs" aria-label={editorTexts.canvas.crumbs}>
      <button type="button" onClick={() => enterGroup(null)}>
        {design.name || appTexts.side.design}
      </button>
      {path.map((id) => (
        <span key={id}>
          <i aria-hidden="true">/</i>
          <button type="button" aria-current={id === opened ? "page" : undefined} onClick={() => enterGroup(id)}>
            {groups.get(id)!.title}
          </button>
        </span>
      ))}
    </nav>
  );
}
