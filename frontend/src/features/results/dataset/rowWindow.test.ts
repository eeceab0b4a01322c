/** Scrolling through short and very long tables. */

import { describe, expect, test } from "vitest";
import { getLastPosition, getPositionAt, getScrollTop, getVisibleRows, getWindowSize, listWindows } from "./rowWindow";

const short = { rows: 193, room: 280 };
const long = { rows: 5_000_000, room: 280 };

describe("a short table", () => {
  test("has one place per row", () => {
    expect(getPositionAt(280, short)).toBe(10);
    expect(getVisibleRows(0, short)).toEqual({ first: 0, last: 16, top: 0, height: 193 * 28 });
  });

  test("ends with its last row", () => {
    expect(getVisibleRows(getLastPosition(short), short).last).toBe(192);
  });
});

describe("a table longer than an element may be high", () => {
  test("reaches its first and its last row by scrolling", () => {
    const end = 300_000 * 28 - long.room;
    expect(getVisibleRows(getPositionAt(0, long), long).first).toBe(0);
    expect(getVisibleRows(getPositionAt(end, long), long).last).toBe(4_999_999);
  });

  test("keeps the drawn rows within the content at both ends", () => {
    const end = getVisibleRows(getLastPosition(long), long);
    expect(end.top + (end.last - end.first + 1) * 28).toBeLessThanOrEqual(end.height + 1e-6);
    expect(getVisibleRows(0, long).top).toBe(0);
  });

  test("scrolling to a row and reading the row back agree", () => {
    expect(getPositionAt(getScrollTop(1_234_567.5, long), long)).toBeCloseTo(1_234_567.5, 3);
  });
});

test("an empty table draws nothing", () => {
  expect(getVisibleRows(0, { rows: 0, room: 280 }).last).toBe(-1);
  expect(listWindows(0, -1, 200)).toEqual([]);
});

test("windows cover the rows in sight, and are smaller where rows are wide", () => {
  expect(listWindows(190, 410, 200)).toEqual([0, 1, 2]);
  expect([getWindowSize(20), getWindowSize(10_000)]).toEqual([200, 20]);
});
