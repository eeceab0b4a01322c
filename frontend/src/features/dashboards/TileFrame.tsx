/** What every tile has around it: its title, the handle to move it, its menu, the corner to resize it. */

import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconGripVertical } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { DashboardTile } from "../../api/designDocument";
import type { Dashboard, TilePlace } from "../../graph/dashboards";
import { dashboardTexts as texts } from "../../messages/dashboardTexts";
import { useDesign } from "../../stores/designStore";
import { selectCards, showDashboards } from "../../stores/uiStore";
import { RenameDialog } from "../../ui/dialogs/RenameDialog";
import { changeTile, removeTile } from "./editDashboards";
import { useTileTitle } from "./tileNames";
import { useTileViews } from "./tileViews";
import "./tiles.css";

interface Props {
  id: string;
  name: string;
  tile: DashboardTile;
  dashboard: Dashboard;
  place: TilePlace;
  isMoving: boolean;
  mayEdit: boolean;
  onGrip: (grip: "move" | "resize", event: React.PointerEvent<HTMLElement>) => void;
  onKey: (event: React.KeyboardEvent) => void;
  children: ReactNode;
}

export function TileFrame({ id, name, tile, dashboard, place, isMoving, mayEdit, onGrip, onKey, children }: Props) {
  const title = useTileTitle(tile);
  const { shown } = useTileViews(tile);
  // Words speak for themselves, and a chart has its title above its axes.
  const isTitled = tile.kind !== "text" && !(tile.kind === "result" && shown === "drawn");
  return (
    <section
      id={`tile-${name}`}
      className={tile.kind === "text" ? "board-tile board-tile-text" : "board-tile"}
      aria-label={texts.tile(title)}
      data-moving={isMoving || undefined}
      style={toGridArea(place)}
    >
      {(isTitled || mayEdit) && (
        <header className="board-head">
          {isTitled && <h2>{title}</h2>}
          {mayEdit && (
            <span className="board-tools">
              <button
                type="button"
                className="board-grip"
                aria-label={texts.move(title)}
                title={texts.moveHow}
                onPointerDown={(event) => onGrip("move", event)}
                onKeyDown={onKey}
              >
                <IconGripVertical size={16} stroke={1.6} aria-hidden="true" />
              </button>
              <TileMenu {...{ id, name, tile, title, dashboard }} />
            </span>
          )}
        </header>
      )}
      <div className="board-body">{children}</div>
      {mayEdit && (
        <span className="board-corner" title={texts.resize(title)} onPointerDown={(event) => onGrip("resize", event)} />
      )}
    </section>
  );
}

const toGridArea = ({ x, y, width, height }: TilePlace): React.CSSProperties =>
  ({
    "--tile-column": `${x + 1} / span ${width}`,
    "--tile-row": `${y + 1} / span ${height}`,
    "--tile-rows": height,
  }) as React.CSSProperties;

interface MenuProps {
  id: string;
  name: string;
  tile: DashboardTile;
  title: string;
  dashboard: Dashboard;
}

function TileMenu({ id, name, tile, title, dashboard }: MenuProps) {
  const [renaming, setRenaming] = useState(false);
  const { tabs, shown, names } = useTileViews(tile);
  const placed = useDesign(({ document }) => (tile.node === null ? undefined : document?.nodes[tile.node]));
  const goToCard = () => {
    showDashboards(null);
    selectCards([tile.node!]);
  };
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size={24} aria-label={texts.tileMenu(title)} title={texts.tileMenu(title)}>
            <IconDots size={16} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {tabs.length > 1 && <Menu.Label>{texts.showAs}</Menu.Label>}
          {tabs.length > 1 &&
            tabs.map((tab) => (
              <Menu.Item
                key={tab}
                aria-current={tab === shown || undefined}
                onClick={() => changeTile(id, name, "show", tab)}
              >
                {names[tab]}
              </Menu.Item>
            ))}
          {tabs.length > 1 && <Menu.Divider />}
          {tile.kind !== "text" && <Menu.Item onClick={() => setRenaming(true)}>{texts.retitle}</Menu.Item>}
          {tile.title && <Menu.Item onClick={() => changeTile(id, name, "title", null)}>{texts.clearTitle}</Menu.Item>}
          {placed && <Menu.Item onClick={goToCard}>{texts.openOnCanvas}</Menu.Item>}
          <Menu.Item color="red" onClick={() => removeTile(id, dashboard, name)}>
            {texts.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {renaming && (
        <RenameDialog
          title={texts.retitle}
          name={title}
          onRename={(next) => changeTile(id, name, "title", next)}
          onClose={() => setRenaming(false)}
        />
      )}
    </>
  );
}
