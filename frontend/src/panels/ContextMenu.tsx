/** The menu at the pointer, for a card or for the paper. */

import { Menu } from "@mantine/core";
import { canvasMenu, nodeMenu, severalMenu } from "../actions";
import { useUi } from "../stores/ui";
import { ActionMenuItems } from "./ActionMenu";
import "../components/menuAnchor.css";

const close = () => useUi.setState({ menu: null });

export default function ContextMenu() {
  const menu = useUi((ui) => ui.menu);
  const several = useUi((ui) => ui.selection.length > 1);
  if (!menu) return null;
  return (
    <Menu opened onClose={close} position="bottom-start" offset={0} width={272}>
      <Menu.Target>
        <div className="menu-anchor" style={{ left: menu.x, top: menu.y }} />
      </Menu.Target>
      <Menu.Dropdown onContextMenu={(event) => event.preventDefault()}>
        <ActionMenuItems actions={menu.node === null ? canvasMenu : several ? severalMenu : nodeMenu} />
      </Menu.Dropdown>
    </Menu>
  );
}
