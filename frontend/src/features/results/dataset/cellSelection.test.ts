/** Where keys lead in a table, and what is selected. */

import { describe, expect, test } from "vitest";
import { countCells, getMarkedRange, type MarkedCells, moveMarked } from "./cellSelection";

const size = { rows: 1_000_000, columns: 5, page: 10 };
const at = (row: number, column: number): MarkedCells => ({ anchor: { row, column }, active: { row, column } });
const press = (marked: MarkedCells, key: string, held: { ctrlKey?: boolean; shiftKey?: boolean } = {}) =>
  moveMarked(marked, { key, ctrlKey: false, metaKey: false, shiftKey: false, ...held }, size);

describe("keys", () => {
  test("arrows move by a cell and reach the header, but no further", () => {
    expect(press(at(0, 0), "ArrowUp")?.active).toEqual({ row: -1, column: 0 });
    expect(press(at(-1, 0), "ArrowUp")?.active).toEqual({ row: -1, column: 0 });
    expect(press(at(3, 4), "ArrowRight")?.active).toEqual({ row: 3, column: 4 });
  });

  test("Home and End go to the ends of a row, with Ctrl to those of the table", () => {
    expect(press(at(7, 2), "End")?.active).toEqual({ row: 7, column: 4 });
    expect(press(at(7, 2), "End", { ctrlKey: true })?.active).toEqual({ row: 999_999, column: 4 });
    expect(press(at(7, 2), "Home", { ctrlKey: true })?.active).toEqual({ row: 0, column: 0 });
  });

  test("a page is as many rows as are in sight", () => {
    expect(press(at(5, 1), "PageDown")?.active).toEqual({ row: 15, column: 1 });
    expect(press(at(5, 1), "PageUp")?.active).toEqual({ row: 0, column: 1 });
  });

  test("Shift keeps the first corner", () => {
    const two = press(at(5, 1), "ArrowDown", { shiftKey: true })!;
    const four = press(two, "ArrowRight", { shiftKey: true })!;
    expect(getMarkedRange(four)).toEqual({ top: 5, bottom: 6, left: 1, right: 2 });
    expect(countCells(getMarkedRange(four))).toBe(4);
  });

  test("Ctrl+A takes all, Shift+Space rows, Ctrl+Space columns", () => {
    expect(countCells(getMarkedRange(press(at(5, 1), "a", { ctrlKey: true })!))).toBe(5_000_000);
    expect(getMarkedRange(press(at(5, 1), " ", { shiftKey: true })!)).toEqual({ top: 5, bottom: 5, left: 0, right: 4 });
    expect(getMarkedRange(press(at(5, 1), " ", { ctrlKey: true })!)).toEqual({
      top: 0,
      bottom: 999_999,
      left: 1,
      right: 1,
    });
  });

  test("other keys are left to others", () => {
    expect(press(at(0, 0), "x")).toBeNull();
  });
});
