/** Where we are while a group is opened: the design, the groups around, the group. */

import { around, groupsOf } from "../graph/groups";
import { editing } from "../messages/editing";
import { text } from "../messages/en";
import { useDesign } from "../stores/design";
import { openGroup } from "./opening";
import { useView } from "./viewing";

export function Crumbs() {
  const opened = useView()?.opened ?? null;
  const design = useDesign(({ document }) => document);
  if (opened === null || !design) return null;
  const groups = groupsOf(design);
  const path = around(groups, opened).reverse();
  return (
    <nav className="floating crumbs" aria-label={editing.canvas.crumbs}>
      <button type="button" onClick={() => openGroup(null)}>
        {design.name || text.side.design}
      </button>
      {path.map((id) => (
        <span key={id}>
          <i aria-hidden="true">/</i>
          <button type="button" aria-current={id === opened ? "page" : undefined} onClick={() => openGroup(id)}>
            {groups.get(id)!.title}
          </button>
        </span>
      ))}
    </nav>
  );
}
