import { expect, test } from "vitest";
import { hasHeader, parseCells, toCsv } from "./spreadsheetCells";

test("cells of a spreadsheet become CSV", () => {
  const cells = parseCells(
    'city\tpopulation\tnote\r\nOslo\t709,037\t"a ""big"" one"\r\nBergen, west\t291937\t\r\n',
    false,
  )!;
  expect([cells.length, hasHeader(cells)]).toEqual([3, true]);
  expect(toCsv(cells)).toBe('city,population,note\nOslo,709037,"a ""big"" one"\n"Bergen, west",291937,');
});

test("a cell may hold a line break when it is quoted", () => {
  expect(parseCells('a\tb\n"x\ny"\t1', false)).toEqual([
    ["a", "b"],
    ["x\ny", "1"],
  ]);
});

test("rows of numbers have no header", () => {
  expect(
    hasHeader([
      ["1", "2"],
      ["3", "4"],
    ]),
  ).toBe(false);
});

test.each(["hello", "two\nlines of text", "a\tb", "a\tb\n1", "", "one\ttwo\nthree"])("%j is no table", (text) => {
  expect(parseCells(text, false)).toBeNull();
});

test("one column counts when the clipboard says that it holds cells", () => {
  expect(parseCells("price\n1\n2\n", true)).toEqual([["price"], ["1"], ["2"]]);
});
