/** The menu at the pointer, for a card or for the paper. */

import { Menu } from "@mantine/core";
import { canvasMenu, nodeMenu, severalMenu } from "../actions";
import { useUi } from "../stores/ui";
import { ActionMenuItems } from "./ActionMenu";
import "../components/menuAnchor.css";

/** All of it is in the window, also where it is longer than what is left below the pointer. */
const INSIDE = { flip: false, shift: { crossAxis: true, padding: 6 } };

const close = () => useUi.setState({ menu: null });

export default function ContextMenu() {
  const menu = useUi((ui) => ui.menu);
  const several = useUi((ui) => ui.selection.length > 1);
  if (!menu) return null;
  return (
    <Menu opened onClose={close} position="bottom-start" offset={0} width={272} middlewares={INSIDE}>
      <Menu.Target>
        <div className="menu-anchor" style={{ left: menu.x, top: menu.y }} />
      </Menu.Target>
      <Menu.Dropdown className="context-menu" onContextMenu={(event) => event.preventDefault()}>
        <ActionMenuItems actions={menu.node === null ? canvasMenu : several ? severalMenu : nodeMenu} />
      </Menu.Dropdown>
    </Menu>
  );
}
