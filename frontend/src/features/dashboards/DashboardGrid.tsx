/** The grid of a dashboard: tiles are dragged by their handle and resized by their corner, or by the arrow keys. */

import { useRef, useState } from "react";
import {
  arrangeTiles,
  type Dashboard,
  fitToGrid,
  GRID_COLUMNS,
  getEndRow,
  type NewTile,
  type TilePlace,
} from "../../graph/dashboards";
import { dashboardTexts as texts } from "../../messages/dashboardTexts";
import { addTile, placeTile, removeTile } from "./editDashboards";
import { listConditions, useFilters } from "./filterValues";
import { TileFrame } from "./TileFrame";
import { TileContent } from "./tileContents";

/** As in dashboards.css. */
const ROW_HEIGHT = 44;
const GAP = 14;
export const TILE_DRAG_TYPE = "application/x-designery-tile";

interface Props {
  id: string;
  dashboard: Dashboard;
  mayEdit: boolean;
}

interface Drag {
  tile: string;
  place: TilePlace;
}

type Grip = "move" | "resize";

export function DashboardGrid({ id, dashboard, mayEdit }: Props) {
  const grid = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [announced, setAnnounced] = useState("");
  const conditions = listConditions(useFilters(id), dashboard.tiles);
  // Tiles that were placed by a program, or by two people at once, may lie over one another.
  const places = arrangeTiles(dashboard.tiles, drag?.tile ?? null, drag?.place ?? null);
  const inReadingOrder = [...dashboard.tiles].sort(([, one], [, other]) => one.y - other.y || one.x - other.x);

  const startDrag = (tile: string, grip: Grip, event: React.PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || !grid.current) return;
    event.preventDefault();
    const target = event.currentTarget;
    target.focus();
    target.setPointerCapture(event.pointerId);
    const from = { x: event.clientX, y: event.clientY, top: getScrollTop(grid.current) };
    const before = dashboard.tiles.get(tile)!;
    let last: TilePlace = before;
    const move = (now: PointerEvent) => {
      const unit = getUnits(grid.current!);
      const across = Math.round((now.clientX - from.x) / unit.x);
      const down = Math.round((now.clientY - from.y + getScrollTop(grid.current!) - from.top) / unit.y);
      last = fitToGrid(before.kind, shiftPlace(before, grip, across, down));
      setDrag({ tile, place: last });
    };
    const stop = (commit: boolean) => {
      target.removeEventListener("pointermove", move);
      target.removeEventListener("pointerup", finish);
      target.removeEventListener("pointercancel", cancel);
      target.removeEventListener("keydown", giveUp);
      setDrag(null);
      if (commit) placeTile(id, dashboard, tile, last);
    };
    const finish = () => stop(true);
    const cancel = () => stop(false);
    const giveUp = (pressed: KeyboardEvent) => pressed.key === "Escape" && stop(false);
    target.addEventListener("pointermove", move);
    target.addEventListener("pointerup", finish);
    target.addEventListener("pointercancel", cancel);
    target.addEventListener("keydown", giveUp);
  };

  const press = (tile: string, event: React.KeyboardEvent) => {
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      removeTile(id, dashboard, tile);
      return;
    }
    const step = ARROWS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const before = dashboard.tiles.get(tile)!;
    const after = placeTile(id, dashboard, tile, shiftByKey(dashboard, tile, event.shiftKey, step));
    if (!after) return;
    const resized = after.width !== before.width || after.height !== before.height;
    setAnnounced(resized ? texts.resized(after.width, after.height) : texts.moved(after.x, after.y));
  };

  const drop = (event: React.DragEvent) => {
    const offered = event.dataTransfer.getData(TILE_DRAG_TYPE);
    if (!offered || !grid.current) return;
    event.preventDefault();
    const { left, top } = grid.current.getBoundingClientRect();
    const unit = getUnits(grid.current);
    const at = { x: Math.floor((event.clientX - left) / unit.x), y: Math.floor((event.clientY - top) / unit.y) };
    addTile(id, dashboard, JSON.parse(offered) as NewTile, at);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: each result of the list can be pressed as well
    <div
      ref={grid}
      className="dashboard-grid"
      data-moving={drag !== null || undefined}
      style={{ "--rows": getEndRow(places) } as React.CSSProperties}
      onDragOver={(event) => mayEdit && event.dataTransfer.types.includes(TILE_DRAG_TYPE) && event.preventDefault()}
      onDrop={mayEdit ? drop : undefined}
    >
      {inReadingOrder.map(([name, tile]) => (
        <TileFrame
          key={name}
          id={id}
          name={name}
          tile={tile}
          dashboard={dashboard}
          place={places.get(name)!}
          isMoving={drag?.tile === name}
          mayEdit={mayEdit}
          onGrip={(grip, event) => startDrag(name, grip, event)}
          onKey={(event) => press(name, event)}
        >
          <TileContent {...{ id, name, tile, conditions, mayEdit }} />
        </TileFrame>
      ))}
      <p role="status" className="dashboard-announced">
        {announced}
      </p>
    </div>
  );
}

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const shiftPlace = (before: TilePlace, grip: Grip, across: number, down: number): TilePlace =>
  grip === "move"
    ? { x: before.x + across, y: before.y + down, width: before.width, height: before.height }
    : {
        x: before.x,
        y: before.y,
        width: Math.min(before.width + across, GRID_COLUMNS - before.x),
        height: before.height + down,
      };

/** Tiles have different heights: up and down go past the next tile, where a step of one row would lead back. */
function shiftByKey({ tiles }: Dashboard, name: string, resize: boolean, [across, down]: readonly [number, number]) {
  const before = tiles.get(name)!;
  if (resize || down === 0) return shiftPlace(before, resize ? "resize" : "move", across, down);
  for (let step = down; Math.abs(step) <= 60 && before.y + step >= 0; step += down) {
    const to = shiftPlace(before, "move", 0, step);
    if (arrangeTiles(tiles, name, to).get(name)!.y !== before.y) return to;
  }
  return before;
}

const getScrollTop = (grid: HTMLElement): number => grid.closest(".dashboards-scroll")?.scrollTop ?? 0;

function getUnits(grid: HTMLElement): { x: number; y: number } {
  return { x: (grid.clientWidth + GAP) / GRID_COLUMNS, y: ROW_HEIGHT + GAP };
}
