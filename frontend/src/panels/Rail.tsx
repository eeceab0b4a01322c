/** The palette folded to a rail: its search, its categories as menus, and the way to unfold it. */

import { ActionIcon, Menu } from "@mantine/core";
import { IconLayoutSidebarLeftExpand, IconSearch } from "@tabler/icons-react";
import { searchModules } from "../actions/searchModules";
import { ModuleIcon } from "../canvas/ModuleIcon";
import { tip } from "../components/tip";
import { text } from "../messages/en";
import { useUi } from "../stores/ui";
import { type CategoryGroup, useCategories } from "./categories";
import { ModuleRow } from "./PaletteRows";
import { moveFocus } from "./rows";

export default function Rail() {
  const categories = useCategories();
  return (
    <nav className="rail" aria-label={text.palette.title}>
      <ActionIcon
        size={36}
        aria-label={searchModules.name}
        onClick={() => void searchModules.perform()}
        {...tip(searchModules.name, "right")}
      >
        <IconSearch size={19} stroke={1.6} />
      </ActionIcon>
      {categories.map((category) => (
        <RailCategory key={category.name} category={category} />
      ))}
      <div className="rail-end">
        <ActionIcon
          size={36}
          aria-label={text.palette.expand}
          onClick={() => useUi.setState({ palette: true })}
          {...tip(text.palette.expand, "right")}
        >
          <IconLayoutSidebarLeftExpand size={19} stroke={1.6} />
        </ActionIcon>
      </div>
    </nav>
  );
}

function RailCategory({ category: { name, members } }: { category: CategoryGroup }) {
  return (
    <Menu position="right-start" width={264} trigger="click-hover" openDelay={140}>
      <Menu.Target>
        <ActionIcon size={36} aria-label={name}>
          <ModuleIcon name={members[0]?.icon} size={19} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name}</Menu.Label>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows have the focus, the list only moves it between them */}
        <div onKeyDown={moveFocus}>
          {members.map((module) => (
            <ModuleRow key={module.name} module={module} />
          ))}
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}
