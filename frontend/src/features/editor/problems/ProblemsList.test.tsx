/** The list of problems: each leads to its card and its field, brings its fix along, and advice can be muted. */

import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Analysis, Problem } from "../../../api/apiTypes";
import { makeDesign, makeNode, TEST_ACCEPTS, TEST_MODULES } from "../../../graph/testing/designFixtures";
import { useCatalog } from "../../../stores/catalogStore";
import { useDesign } from "../../../stores/designStore";
import { useUi } from "../../../stores/uiStore";
import { renderApp } from "../../../testing/renderApp";
import { ProblemsList } from "./ProblemsList";

const makeProblem = (message: string, more: Partial<Problem> = {}): Problem =>
  ({
    node: "clean",
    field: null,
    rule: "r",
    message,
    severity: "error",
    reason: null,
    fix: null,
    silence: [],
    ...more,
  }) as Problem;

function renderProblems(analysis: Partial<Analysis>) {
  useCatalog.setState({
    catalog: { modules: [...TEST_MODULES.values()], accepts: TEST_ACCEPTS },
    modules: TEST_MODULES,
  });
  const document = makeDesign({ clean: makeNode("clean"), data: makeNode("dataset") });
  useDesign.setState({
    id: "d",
    document,
    analysis: { problems: [], advice: [], silenced: [], ...analysis } as Analysis,
  });
  return renderApp(<ProblemsList />);
}

test("without a problem the list says so", () => {
  renderProblems({});
  expect(screen.getByRole("status").textContent).toMatch(/\w/);
  expect(screen.queryByRole("list")).toBeNull();
});

test("a problem leads to its card and its field", async () => {
  const { user } = renderProblems({ problems: [makeProblem("Choose the columns.", { field: "columns" })] });
  await user.click(screen.getByRole("button", { name: /Choose the columns/ }));
  expect(useUi.getState().selection).toEqual(["clean"]);
  expect(useUi.getState().focusedField).toEqual({ node: "clean", field: "columns" });
});

test("a problem of the whole design leads nowhere", () => {
  renderProblems({ problems: [makeProblem("Nothing can run.", { node: null })] });
  expect(screen.getByRole<HTMLButtonElement>("button", { name: /Nothing can run/ }).disabled).toBe(true);
  expect(screen.getAllByRole("button")).toHaveLength(1);
});

test("an input without an edge offers to connect one", async () => {
  renderProblems({ problems: [makeProblem("Connect a Dataset to 'dataset'.", { field: "dataset" })] });
  expect(screen.getByRole("button", { name: "Connect" })).toBeTruthy();
});

test("advice comes after problems, says why, and can be muted", () => {
  renderProblems({
    problems: [makeProblem("Choose a label.")],
    advice: [
      makeProblem("Split the data first.", { severity: "advice", reason: "The rows are scored by what saw them." }),
    ],
  });
  const [first, second] = screen.getAllByRole("listitem");
  expect(first!.textContent).toContain("Choose a label.");
  expect(second!.textContent).toContain("The rows are scored by what saw them.");
  expect(within(second!).getAllByRole("button").length).toBeGreaterThan(within(first!).getAllByRole("button").length);
});

test("muted advice is folded away and can be heard again", async () => {
  const { user } = renderProblems({ silenced: [makeProblem("Split the data first.", { severity: "advice" })] });
  expect(screen.queryByText("Split the data first.")).toBeNull();
  const fold = screen.getByRole("button", { expanded: false });
  await user.click(fold);
  expect(screen.getByText("Split the data first.")).toBeTruthy();
  expect(fold.getAttribute("aria-expanded")).toBe("true");
});
