/** The palette folded to a rail: its search, its categories as menus, and the way to unfold it. */

import { ActionIcon, Menu } from "@mantine/core";
import { IconLayoutSidebarLeftExpand, IconSearch } from "@tabler/icons-react";
import { searchModulesAction } from "../../../actions/searchModules";
import { appTexts } from "../../../messages/appTexts";
import { useUi } from "../../../stores/uiStore";
import { ModuleIcon } from "../../../ui/ModuleIcon";
import { moveFocus } from "../../../ui/rovingFocus";
import { getTooltipProps } from "../../../ui/tooltip";
import { type ModuleCategory, useModuleCategories } from "./moduleCategories";
import { ModuleRow } from "./PaletteRows";
import "./palette.css";

export default function CollapsedPalette() {
  const categories = useModuleCategories();
  return (
    <nav className="rail" aria-label={appTexts.palette.title}>
      <ActionIcon
        size={36}
        aria-label={searchModulesAction.name}
        onClick={() => void searchModulesAction.perform()}
        {...getTooltipProps(searchModulesAction.name, "right")}
      >
        <IconSearch size={19} stroke={1.6} />
      </ActionIcon>
      {categories.map((category) => (
        <CollapsedCategory key={category.name} category={category} />
      ))}
      <div className="rail-end">
        <ActionIcon
          size={36}
          aria-label={appTexts.palette.expand}
          onClick={() => useUi.setState({ paletteOpen: true })}
          {...getTooltipProps(appTexts.palette.expand, "right")}
        >
          <IconLayoutSidebarLeftExpand size={19} stroke={1.6} />
        </ActionIcon>
      </div>
    </nav>
  );
}

function CollapsedCategory({ category: { name, members } }: { category: ModuleCategory }) {
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
