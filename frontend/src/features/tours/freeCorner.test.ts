import { expect, test } from "vitest";
import { findFreeCorner } from "./freeCorner";

const CANVAS = { left: 248, top: 52, right: 1096, bottom: 866 };
const PANEL = { left: 780, top: 500, right: 1080, bottom: 850 };

test("a panel that covers nothing stays", () => {
  expect(findFreeCorner(PANEL, CANVAS, [{ left: 300, top: 100, right: 500, bottom: 200 }], null)).toBeNull();
});

test("a panel that covers what it points to goes to a free corner", () => {
  const target = { left: 800, top: 700, right: 1048, bottom: 772 };
  expect(findFreeCorner(PANEL, CANVAS, [target], null)).toEqual({
    ...{ left: 264, top: 500, right: "auto", bottom: "auto" },
  });
});
