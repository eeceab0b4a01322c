/** Cells as text for the clipboard. */

import { expect, test } from "vitest";
import { formatCsv, formatTsv } from "./textTables";

test("text with separators is quoted", () => {
  expect(formatCsv([["a,b", 'say "x"', null, 1.5]])).toBe('"a,b","say ""x""",,1.5');
  expect(formatTsv([["a\tb", "c,d"]])).toBe('"a\tb"\tc,d');
});

test("what a spreadsheet would run as a formula is made inert, and numbers are not", () => {
  expect(formatCsv([["=1+1", "@x", "-3", "-3 apples", -3]])).toBe("'=1+1,'@x,-3,'-3 apples,-3");
});
