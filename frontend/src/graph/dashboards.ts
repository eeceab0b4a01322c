/** Dashboards of a design: read tolerantly, and the edits that make, fill and rearrange them. */

import type { DashboardTile, Design, Edit, Json } from "../api/designDocument";
import { createFreshId } from "./ids";

export type TileKind = DashboardTile["kind"];

export interface Dashboard {
  title: string;
  tiles: ReadonlyMap<string, DashboardTile>;
}

/** A place on the grid, in its units. */
export type TilePlace = Pick<DashboardTile, "x" | "y" | "width" | "height">;

/** As in server/graph/dashboards.py. */
export const GRID_COLUMNS = 12;
const TILE_KINDS: readonly string[] = ["result", "number", "text", "filter", "input"] satisfies TileKind[];
const MIN_SIZES: Record<TileKind, { width: number; height: number }> = {
  result: { width: 2, height: 3 },
  number: { width: 2, height: 2 },
  text: { width: 2, height: 1 },
  filter: { width: 2, height: 2 },
  input: { width: 2, height: 2 },
};
export const USUAL_SIZES: Record<TileKind, { width: number; height: number }> = {
  result: { width: 6, height: 7 },
  number: { width: 3, height: 2 },
  text: { width: 6, height: 2 },
  filter: { width: 4, height: 2 },
  input: { width: 3, height: 2 },
};

/** The dashboards that can be shown, in the order in which they were made. */
export function readDashboards(design: Design): Map<string, Dashboard> {
  const found = new Map<string, Dashboard>();
  for (const [id, value] of Object.entries(design.dashboards ?? {})) {
    if (!isMap(value) || typeof value.title !== "string") continue;
    found.set(id, { title: value.title, tiles: readTiles(value.tiles) });
  }
  return found;
}

function readTiles(value: Json | undefined): Map<string, DashboardTile> {
  const tiles = new Map<string, DashboardTile>();
  for (const [id, tile] of Object.entries(isMap(value) ? value : {})) {
    if (isMap(tile) && TILE_KINDS.includes(tile.kind as string)) tiles.set(id, readTile(tile));
  }
  return tiles;
}

function readTile(tile: Record<string, Json>): DashboardTile {
  const kind = tile.kind as TileKind;
  const toText = (value: Json | undefined): string | null => (typeof value === "string" ? value : null);
  const place = fitToGrid(kind, {
    x: toWhole(tile.x, 0),
    y: toWhole(tile.y, 0),
    width: toWhole(tile.width, USUAL_SIZES[kind].width),
    height: toWhole(tile.height, USUAL_SIZES[kind].height),
  });
  return {
    kind,
    ...place,
    title: toText(tile.title),
    node: toText(tile.node),
    port: toText(tile.port),
    show: toText(tile.show),
    column: toText(tile.column),
    parameter: toText(tile.parameter),
    text: toText(tile.text) ?? "",
  };
}

const isMap = (value: Json | undefined): value is Record<string, Json> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const toWhole = (value: Json | undefined, otherwise: number): number =>
  typeof value === "number" && Number.isFinite(value) ? Math.round(value) : otherwise;

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** The nearest place on the grid that is large enough for a tile of its kind. */
export function fitToGrid(kind: TileKind, { x, y, width, height }: TilePlace): TilePlace {
  const fitted = clamp(width, MIN_SIZES[kind].width, GRID_COLUMNS);
  return {
    x: clamp(x, 0, GRID_COLUMNS - fitted),
    y: clamp(y, 0, 10_000),
    width: fitted,
    height: clamp(height, MIN_SIZES[kind].height, 60),
  };
}

const overlaps = (one: TilePlace, other: TilePlace): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

/**
 * All places after one tile is put somewhere: it stands there, others make room below it, and all move up as far as there
 * is room, so that no holes are left.
 */
export function arrangeTiles(
  tiles: ReadonlyMap<string, TilePlace>,
  moved: string | null,
  to: TilePlace | null,
): Map<string, TilePlace> {
  const wanted = new Map([...tiles].map(([id, { x, y, width, height }]) => [id, { x, y, width, height }]));
  if (moved !== null && to) wanted.set(moved, to);
  // Where two begin in the same row, the one that was put there comes first.
  const order = [...wanted].sort(
    ([a, one], [b, other]) => one.y - other.y || Number(b === moved) - Number(a === moved) || one.x - other.x,
  );
  const placed = new Map<string, TilePlace>();
  for (const [id, place] of order) {
    let y = place.y;
    const isFree = (at: number) => [...placed.values()].every((other) => !overlaps({ ...place, y: at }, other));
    while (y > 0 && isFree(y - 1)) y -= 1;
    while (!isFree(y)) y += 1;
    placed.set(id, { ...place, y });
  }
  return placed;
}

/** The row below all tiles. */
export const getEndRow = (tiles: ReadonlyMap<string, TilePlace>): number =>
  Math.max(0, ...[...tiles.values()].map(({ y, height }) => y + height));

/** The first place that is free for a tile of this size, from the top. */
export function findFreePlace(
  tiles: ReadonlyMap<string, TilePlace>,
  { width, height }: Pick<TilePlace, "width" | "height">,
): TilePlace {
  const end = getEndRow(tiles);
  for (let y = 0; y < end; y += 1) {
    for (let x = 0; x <= GRID_COLUMNS - width; x += 1) {
      const place = { x, y, width, height };
      if ([...tiles.values()].every((other) => !overlaps(place, other))) return place;
    }
  }
  return { x: 0, y: end, width, height };
}

/** The edits that lead to other places. */
export const buildPlaceEdits = (
  dashboard: string,
  before: ReadonlyMap<string, TilePlace>,
  after: ReadonlyMap<string, TilePlace>,
): Edit[] =>
  [...after].flatMap(([id, place]) => {
    const was = before.get(id);
    return (["x", "y", "width", "height"] as const)
      .filter((field) => was && was[field] !== place[field])
      .map((field) => ({ path: ["dashboards", dashboard, "tiles", id, field], value: place[field] }));
  });

export type NewTile = Pick<DashboardTile, "kind"> & Partial<DashboardTile>;

/** The edits that put a tile onto a dashboard: at a place, or where there is room. */
export function buildTileEdits(
  dashboard: string,
  { tiles }: Dashboard,
  tile: NewTile,
  at?: Pick<TilePlace, "x" | "y">,
) {
  const id = createFreshId(tile.kind, tiles);
  const size = USUAL_SIZES[tile.kind];
  const place = at ? fitToGrid(tile.kind, { ...at, ...size }) : findFreePlace(tiles, size);
  const after = arrangeTiles(new Map<string, TilePlace>([...tiles, [id, place]]), id, place);
  const value = { ...tile, ...after.get(id)! } as unknown as Json;
  const edits: Edit[] = [
    { path: ["dashboards", dashboard, "tiles", id], value },
    ...buildPlaceEdits(dashboard, tiles, after),
  ];
  return { id, edits };
}

/** The edits that make a dashboard, with its id. */
export function buildDashboardEdits(design: Design, title: string, tile?: NewTile): { id: string; edits: Edit[] } {
  const id = createFreshId("dashboard", { has: (name) => Object.hasOwn(design.dashboards ?? {}, name) });
  const tiles = tile ? { [tile.kind]: { ...tile, x: 0, y: 0, ...USUAL_SIZES[tile.kind] } as unknown as Json } : {};
  return { id, edits: [{ path: ["dashboards", id], value: { title, tiles } }] };
}
