/** Dashboards are read tolerantly, and tiles make room for one another without holes or overlaps. */

import { expect, test } from "vitest";
import type { Design } from "../api/designDocument";
import { applyEdits } from "./applyEdits";
import {
  arrangeTiles,
  buildDashboardEdits,
  buildTileEdits,
  findFreePlace,
  GRID_COLUMNS,
  readDashboards,
  type TilePlace,
} from "./dashboards";

const EMPTY = { format: 2, name: "", description: "", nodes: {}, notes: {}, groups: {}, parameters: {} } as Design;

test("what is broken in a dashboard is as if it were not there", () => {
  const tiles = { good: { kind: "text", x: 40, width: "wide", text: 3 }, strange: { kind: "map" }, none: null };
  const design = { ...EMPTY, dashboards: { one: { title: "One", tiles }, two: { tiles: {} }, three: 3 } } as Design;
  const read = readDashboards(design);
  expect([...read.keys()]).toEqual(["one"]);
  expect([...read.get("one")!.tiles.entries()].map(([id, { x, y, width, text }]) => [id, x, y, width, text])).toEqual([
    ["good", 6, 0, 6, ""],
  ]);
});

test("a tile that is put where others stand pushes them down, and all move up as far as they can", () => {
  const tiles = new Map<string, TilePlace>([
    ["a", { x: 0, y: 0, width: 6, height: 4 }],
    ["b", { x: 6, y: 0, width: 6, height: 2 }],
  ]);
  const after = arrangeTiles(tiles, "b", { x: 3, y: 0, width: 6, height: 2 });
  expect([after.get("b"), after.get("a")]).toEqual([
    { x: 3, y: 0, width: 6, height: 2 },
    { x: 0, y: 2, width: 6, height: 4 },
  ]);
  expect(arrangeTiles(after, "b", { x: 6, y: 9, width: 6, height: 2 }).get("b")!.y).toBe(0);
});

test("however tiles are moved, none lies over another or out of the grid, and none hangs over a hole", () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  let tiles = new Map<string, TilePlace>();
  for (let round = 0; round < 200; round += 1) {
    const id = `tile${random(12)}`;
    const width = 1 + random(GRID_COLUMNS);
    const place = { x: random(GRID_COLUMNS - width + 1), y: random(30), width, height: 1 + random(8) };
    tiles = arrangeTiles(new Map([...tiles, [id, place]]), id, place);
    const cells = [...tiles.values()].flatMap(({ x, y, width: across, height }) =>
      Array.from({ length: across * height }, (_, at) => `${x + (at % across)} ${y + Math.floor(at / across)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    const taken = new Set(cells);
    for (const { x, y, width: across } of tiles.values()) {
      const above = Array.from({ length: across }, (_, at) => `${x + at} ${y - 1}`);
      expect(y === 0 || above.some((cell) => taken.has(cell))).toBe(true);
    }
  }
});

test("a new tile goes where there is room, and a dashboard is made with its first", () => {
  const { id, edits } = buildDashboardEdits(EMPTY, "Week", { kind: "result", node: "a", port: "b" });
  const made = applyEdits(EMPTY, edits);
  const board = readDashboards(made).get(id)!;
  expect(findFreePlace(board.tiles, { width: 3, height: 2 })).toEqual({ x: 6, y: 0, width: 3, height: 2 });
  const after = applyEdits(made, buildTileEdits(id, board, { kind: "text" }, { x: 0, y: 0 }).edits);
  const places = [...readDashboards(after).get(id)!.tiles].map(([tile, { x, y }]) => [tile, x, y]);
  expect(places).toEqual([
    ["result", 0, 2],
    ["text", 0, 0],
  ]);
});
