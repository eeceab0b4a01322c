/** What can be put on a dashboard, to be dragged onto it or pressed. */

import { ActionIcon } from "@mantine/core";
import { IconAdjustments, IconFilter, IconNumber123, IconTypography, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Dashboard, NewTile } from "../../graph/dashboards";
import { dashboardTexts as texts } from "../../messages/dashboardTexts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import { ModuleIcon } from "../../ui/ModuleIcon";
import { TILE_DRAG_TYPE } from "./DashboardGrid";
import { addTile } from "./editDashboards";
import { useOfferedResults } from "./tileNames";
import "./partsTray.css";

interface Props {
  id: string;
  dashboard: Dashboard;
  onClose: () => void;
}

const PIECES = [
  { kind: "text", Icon: IconTypography },
  { kind: "number", Icon: IconNumber123 },
  { kind: "filter", Icon: IconFilter },
  { kind: "input", Icon: IconAdjustments },
] as const;

export function PartsTray({ id, dashboard, onClose }: Props) {
  const results = useOfferedResults();
  const ask = (kind: "number" | "filter" | "input") =>
    void openDialog(async () => ({ default: (await import("./AddTileDialog")).createAddTileDialog(id, kind) }));
  return (
    <aside className="parts" aria-label={texts.parts}>
      <header className="parts-head">
        <h2>{texts.parts}</h2>
        <ActionIcon size={26} aria-label={texts.hideParts} title={texts.hideParts} onClick={onClose}>
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </header>
      <ul className="parts-list">
        {PIECES.map(({ kind, Icon }) => (
          <li key={kind}>
            <button
              type="button"
              title={texts.piecesHow[kind]}
              onClick={() => (kind === "text" ? addTile(id, dashboard, { kind }) : ask(kind))}
            >
              <Icon size={16} stroke={1.6} aria-hidden="true" />
              {texts.pieces[kind]}
            </button>
          </li>
        ))}
      </ul>
      <h3>{texts.results}</h3>
      {results.length === 0 && <p className="board-note">{texts.noResults}</p>}
      <ul className="parts-list">
        {results.map(({ node, port, title, icon }) => (
          <li key={`${node}.${port}`}>
            <Part tile={{ kind: "result", node, port }} onAdd={(tile) => addTile(id, dashboard, tile)}>
              <ModuleIcon name={icon} size={16} />
              {title}
            </Part>
          </li>
        ))}
      </ul>
    </aside>
  );
}

interface PartProps {
  tile: NewTile;
  onAdd: (tile: NewTile) => void;
  children: ReactNode;
}

function Part({ tile, onAdd, children }: PartProps) {
  return (
    <button
      type="button"
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(TILE_DRAG_TYPE, JSON.stringify(tile));
        event.dataTransfer.effectAllowed = "copy";
      }}
      onClick={() => onAdd(tile)}
    >
      {children}
    </button>
  );
}
