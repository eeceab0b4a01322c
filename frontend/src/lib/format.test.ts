/** How numbers, times and cells are written. */

import { describe, expect, test } from "vitest";
import { createProfile } from "../features/results/viewFixtures";
import {
  chooseCellFormat,
  formatCell,
  formatExtreme,
  formatFileSize,
  formatFixed,
  formatMoment,
  formatPercent,
  formatShort,
} from "./format";

describe("cells", () => {
  test("the digits of a column stand under one another", () => {
    const format = chooseCellFormat(createProfile("real", 86.6, 120.9), [88.6, 99.75, 100]);
    expect([88.6, 100].map((value) => formatCell(value, format))).toEqual(["88.60", "100.00"]);
  });

  test("an amount is shown as it is, however wide its column reaches", () => {
    expect(formatCell(53.01, chooseCellFormat(createProfile("real", 10.89, 3010.49), [53.01, 114.9]))).toBe("53.01");
  });

  test("noise behind the useful digits is not shown", () => {
    expect(formatCell(1234.123456789, chooseCellFormat(createProfile("real", 1000, 45000), [1234.123456789]))).toBe(
      "1,234.1",
    );
  });

  test("years have no thousands separator, other whole numbers do", () => {
    expect(formatCell(1994, chooseCellFormat(createProfile("integer", 1987, 1999), []))).toBe("1994");
    expect(formatCell(13495, chooseCellFormat(createProfile("integer", 5118, 45400), []))).toBe("13,495");
  });

  test("a day without a time is a day", () => {
    const format = chooseCellFormat(createProfile("datetime", null, null), []);
    expect(formatCell("2011-01-01T00:00:00", format)).toBe("2011-01-01");
    expect(formatCell("2011-01-01T09:30:00", format)).toBe("2011-01-01 09:30:00");
  });
});

test("the ends of a range are short", () => {
  expect(formatExtreme(86.61234, createProfile("real", 86.61234, 121))).toBe("86.61");
  expect(formatExtreme("2011-01-01T00:00:00", createProfile("datetime", null, null))).toBe("2011-01-01");
  expect(formatExtreme(null, createProfile("real", null, null))).toBe("");
});

test("numbers keep about four digits, with a real minus", () => {
  expect([0.286123, 1488.4, -16213.2, 1e-7].map(formatShort)).toEqual([
    "0.2861",
    "1,488",
    "\u221216,213",
    "1.00e\u22127",
  ]);
});

test("a tiny number has the same minus before it and in its exponent", () => {
  expect(formatShort(-1.53e-8)).toBe("\u22121.53e\u22128");
});

test("what is rounded to zero has no minus", () => {
  expect([-0.001, -0.006].map((value) => formatFixed(value, 2))).toEqual(["0.00", "\u22120.01"]);
});

test("shares and sizes have their unit", () => {
  expect([formatPercent(0.2), formatFileSize(26_216), formatFileSize(999)]).toEqual([
    "20.0\u202f%",
    "26\u202fKB",
    "999\u202fB",
  ]);
});

test("a time is told as exactly as one needs it", () => {
  const now = new Date("2026-11-24T12:00:00");
  const told = [
    "2026-11-24T09:15:00",
    "2026-11-23T09:15:00",
    "2026-11-20T09:15:00",
    "2026-11-01T09:15:00",
    "2025-11-01T09:15:00",
  ];
  expect(told.map((time) => formatMoment(time, now))).toEqual([
    "today 09:15",
    "yesterday 09:15",
    "Friday",
    "1 Nov",
    "1 Nov 2025",
  ]);
});
