/** The panel of a run: how far it is, what failed, what was left out, and what would come out differently now. */

import { screen, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { listModelSources } from "../../../actions/registerModel";
import type { Analysis, Run, Step } from "../../../api/apiTypes";
import { makeDesign, makeNode, TEST_ACCEPTS, TEST_MODULES } from "../../../graph/testing/designFixtures";
import { appTexts } from "../../../messages/appTexts";
import { loopTexts } from "../../../messages/loopTexts";
import { useCatalog } from "../../../stores/catalogStore";
import { useDesign } from "../../../stores/designStore";
import { useRun } from "../../../stores/runStore";
import { useUi } from "../../../stores/uiStore";
import { renderApp, serveAnswers } from "../../../testing/renderApp";
import { RunPanel } from "./RunPanel";

const STARTED = "2026-11-30T12:00:00Z";
const makeStep = (node: string, state: Step["state"], more: Partial<Step> = {}) =>
  ({
    node,
    state,
    module: node,
    seconds: state === "succeeded" ? 1.5 : null,
    started_at: STARTED,
    finished_at: null,
    outputs: {},
    progress: null,
    error: null,
    ...more,
  }) as Step;

function showRun(state: Run["state"], steps: Step[], more: Partial<Run> = {}): void {
  const run = {
    id: "r",
    number: 3,
    state,
    revision: 7,
    created_at: STARTED,
    started_at: STARTED,
    finished_at: state === "running" ? null : "2026-11-30T12:00:04Z",
    isolation: { level: "S3", advice: null, barred: "", budget: null, description: "" },
    error: null,
    steps,
    ...more,
  } as unknown as Run;
  useRun.setState({ run, steps: Object.fromEntries(steps.map((step) => [step.node, step])) });
}

beforeEach(() => {
  serveAnswers({ "GET /api/designs/d/runs": [], "GET /api/runs/r/steps": [] });
  useCatalog.setState({
    catalog: { modules: [...TEST_MODULES.values()], accepts: TEST_ACCEPTS },
    modules: TEST_MODULES,
  });
  useDesign.setState({
    id: "d",
    document: makeDesign({
      dataset: makeNode("dataset"),
      clean: makeNode("clean", { dataset: "dataset.dataset" }),
      learner: makeNode("learner"),
    }),
    analysis: { changed: [], problems: [], known: {} } as unknown as Analysis,
  });
});

test("before the first run the panel says how to start one", () => {
  renderApp(<RunPanel />);
  expect(screen.getByRole("complementary", { name: appTexts.run.none })).toBeTruthy();
  expect(screen.getByText(appTexts.run.noneHow)).toBeTruthy();
});

test("a run says how many of its steps are done, and each step how it stands", () => {
  showRun("running", [makeStep("dataset", "succeeded"), makeStep("clean", "running")]);
  renderApp(<RunPanel />);
  const panel = screen.getByRole("complementary", { name: appTexts.run.title(3) });
  expect(within(panel).getByText(appTexts.run.done(1, 2))).toBeTruthy();
  expect(within(panel).getByText(appTexts.runStates.running)).toBeTruthy();
  expect(within(panel).queryByRole("link", { name: appTexts.run.report })).toBeNull();
});

test("what failed is counted, and a run that has ended has a report", () => {
  showRun("failed", [makeStep("dataset", "succeeded"), makeStep("clean", "failed"), makeStep("learner", "skipped")]);
  renderApp(<RunPanel />);
  expect(screen.getByText(appTexts.run.failed(1))).toBeTruthy();
  expect(screen.getByRole("link", { name: appTexts.run.report }).getAttribute("href")).toMatch(/\/runs\/r\/report$/);
});

test("cards that the run did without are named", () => {
  showRun("succeeded", [makeStep("dataset", "succeeded"), makeStep("clean", "succeeded")]);
  renderApp(<RunPanel />);
  expect(screen.getByText(appTexts.run.leftOut(["learner"]))).toBeTruthy();
});

test("cards that have changed since the run are listed, and lead to themselves", async () => {
  useDesign.setState({ analysis: { changed: ["clean"], problems: [], known: {} } as unknown as Analysis });
  showRun("succeeded", [makeStep("dataset", "succeeded"), makeStep("clean", "succeeded")]);
  const { user } = renderApp(<RunPanel />);
  const section = screen.getByRole("heading", { name: appTexts.run.changed(3) }).parentElement!;
  await user.click(within(section).getByRole("button", { name: "clean" }));
  expect(useUi.getState().selection).toEqual(["clean"]);
});

test("a model of the run is registered beside it; several are models before transformations", () => {
  const model = { trained_model: { hash: "m", type: "trained_model" } };
  const transformation = { transformation: { hash: "t", type: "transformation" } };
  showRun("succeeded", [
    makeStep("clean", "succeeded", { outputs: transformation } as unknown as Partial<Step>),
    makeStep("learner", "succeeded", { outputs: model } as unknown as Partial<Step>),
  ]);
  renderApp(<RunPanel />);
  expect(screen.getByRole("button", { name: appTexts.actions.registerModel })).toBeTruthy();
  expect(listModelSources()).toEqual([
    { node: "learner", kind: "trained_model" },
    { node: "clean", kind: "transformation" },
  ]);
});

test("a loop under way says what runs now and shows its results so far", async () => {
  serveAnswers({
    "GET /api/designs/d/runs": [],
    "GET /api/runs/r/steps": [],
    "GET /api/runs/r/steps/all/control": { finishing: false, paused: false, extra_minutes: 0 },
  });
  const loop = { ...TEST_MODULES.get("clean")!, name: "all", role: "loop_end" as const };
  useCatalog.setState({ modules: new Map([...TEST_MODULES, ["all", loop]]) });
  const results = {
    columns: ["shop", "RMSE", "Seconds"],
    rows: [
      ["south", "Failed", 0.2],
      ["north", 0.5, 1.4],
    ],
  };
  const progress = { done: 2, total: 40, unit: "groups. Now west.", results };
  showRun("running", [makeStep("all", "running", { progress } as Partial<Step>)]);
  renderApp(<RunPanel />);
  expect(screen.getByText("2 of 40 groups. Now west.")).toBeTruthy();
  const table = within(screen.getByRole("table", { name: "Results so far" }));
  const rows = table.getAllByRole("row").map((row) => [...row.children].map((cell) => cell.textContent));
  expect(rows).toEqual([
    ["shop", "RMSE", "Time"],
    ["south", "Failed", "0.2 s"],
    ["north", "0.5", "1.4 s"],
  ]);
  expect(screen.getByRole("button", { name: loopTexts.keep })).toHaveProperty("disabled", false);
});
