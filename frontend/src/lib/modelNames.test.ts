/** What models are called: by the titles of their cards, and never two the same. */

import { expect, test } from "vitest";
import { mergeModelTitles } from "./modelNames";

test.each([
  [
    ["Linear", "Forest"],
    ["", "Mine"],
    ["Linear", "Mine"],
  ],
  [
    ["Linear", "Linear (2)"],
    ["Mine", "Mine"],
    ["Mine", "Mine (2)"],
  ],
  [
    ["Linear", "Forest"],
    ["Forest", ""],
    ["Forest", "Forest (2)"],
  ],
  [["Linear", "Forest"], undefined, ["Linear", "Forest"]],
  [["Linear", "Forest"], ["Mine"], ["Linear", "Forest"]],
])("%j with the titles %j are %j", (stored, titles, names) => {
  expect(mergeModelTitles(stored, titles)).toEqual(names);
});
