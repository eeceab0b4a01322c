/** The menu at the pointer, for a card or for the paper. */

import { Menu } from "@mantine/core";
import { canvasMenu, multiNodeMenu, nodeMenu } from "../../actions/allActions";
import { useUi } from "../../stores/uiStore";
import { ActionMenuItems } from "../../ui/actions/ActionMenu";
import "../../ui/menuAnchor.css";
import "./contextMenu.css";

/** All of it is in the window, also where it is longer than what is left below the pointer. */
const INSIDE = { flip: false, shift: { crossAxis: true, padding: 6 } };

const closeContextMenu = () => useUi.setState({ contextMenu: null });

export default function ContextMenu() {
  const menu = useUi((ui) => ui.contextMenu);
  const several = useUi((ui) => ui.selection.length > 1);
  if (!menu) return null;
  return (
    <Menu opened onClose={closeContextMenu} position="bottom-start" offset={0} width={272} middlewares={INSIDE}>
      <Menu.Target>
        <div className="menu-anchor" style={{ left: menu.x, top: menu.y }} />
      </Menu.Target>
      <Menu.Dropdown className="context-menu" onContextMenu={(event) => event.preventDefault()}>
        <ActionMenuItems actions={menu.node === null ? canvasMenu : several ? multiNodeMenu : nodeMenu} />
      </Menu.Dropdown>
    </Menu>
  );
}
