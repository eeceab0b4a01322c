/** Items are found by their letters. */

import { expect, test } from "vitest";
import { filterItems } from "./SimilarItems";

const items = ["The Birds", "Birds", "Rope"].map((item) => ({ item, ratings: 1, similar: [] }));
const named = (wanted: string) => filterItems(items, wanted).map(({ item }) => item);

test("all of them without letters, those with the letters else, and the one of just this name first", () => {
  expect(named(" ")).toEqual(["The Birds", "Birds", "Rope"]);
  expect(named("birds ")).toEqual(["Birds", "The Birds"]);
  expect(named("vertigo")).toEqual([]);
});
