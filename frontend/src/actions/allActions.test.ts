/** Actions register by being written: each has a name of its own and stands where it says. */

import "../testing/browserGlobals";
import { expect, test } from "vitest";
import { actions, canvasMenu, designMenu, multiNodeMenu, nodeMenu } from "./allActions";

const getIds = (menu: readonly ({ id: string } | null)[]) => menu.map((action) => action?.id ?? null);

test("each action has an id of its own, by which users change its keys", () => {
  const ids = getIds(actions);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  expect(twice, "Give the new action another id.").toEqual([]);
});

test("the palette begins with running and ends with the pages", () => {
  expect(getIds(actions).slice(0, 4)).toEqual(["run", "runToHere", "runWithout", "cancelRun"]);
  expect(getIds(actions).slice(-11)).toEqual([
    "goHome",
    "goToDatasets",
    "goToModels",
    "goToPipelines",
    "goToEndpoints",
    "goToRuns",
    "goToConnections",
    "goToEnvironments",
    "goToTargets",
    "goToSecrets",
    "goToSamples",
  ]);
});

test("a menu has the actions that ask for a place in it, with a line between hundreds", () => {
  const menu = getIds(nodeMenu);
  const pipeline = ["declarePipelineInput", "addToDashboard", "storePipelineOutput"];
  expect(menu.slice(0, 10)).toEqual([
    "runToHere",
    "runWithout",
    "trySeveralValues",
    "openResult",
    "registerNodeModel",
    ...pipeline,
    null,
    "moduleHelp",
  ]);
  for (const one of [nodeMenu, multiNodeMenu, canvasMenu, designMenu]) {
    expect(one[0], "A menu begins with an action.").not.toBeNull();
    expect(new Set(getIds(one).filter((id) => id !== null)).size).toBe(one.filter((action) => action).length);
  }
});
