/** A field of a form: its control, what is wrong with its value, the and the way back to the default. */

import { screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import type { Json } from "../../../api/designDocument";
import { makeWidget } from "../../../graph/testing/widgetFixtures";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { renderApp } from "../../../testing/renderApp";
import { DraftNodeContext } from "../draftContext";
import { buildFields } from "../parameterFields";
import { FieldControl } from "./FieldControl";

const [trees, label] = buildFields({
  widgets: [
    makeWidget("number", "number_of_trees", { whole: true, minimum: 1, maximum: 100, default: 10 }),
    makeWidget("text", "label", { required: true }),
  ],
});

function renderField(field: typeof trees, parameters: Record<string, Json> = {}) {
  const set = vi.fn();
  const drawn = renderApp(
    <DraftNodeContext value={{ parameters, inputs: {}, set }}>
      <FieldControl node="forest" field={field!} />
    </DraftNodeContext>,
  );
  return { ...drawn, set };
}

test("a default is shown, and there is no way back to it", async () => {
  renderField(trees);
  expect(await screen.findByLabelText("Number of trees")).toHaveProperty("value", "10");
  expect(screen.queryByRole("button", { name: texts.inspector.resetLabel("Number of trees") })).toBeNull();
});

test("what is typed becomes a number, and a value of one's own goes back to the default", async () => {
  const { user, set } = renderField(trees, { number_of_trees: 50 });
  const input = await screen.findByLabelText("Number of trees");
  await user.clear(input);
  await user.type(input, "25{Enter}");
  await waitFor(() => expect(set).toHaveBeenLastCalledWith(trees, 25));
  await user.click(screen.getByRole("button", { name: texts.inspector.resetLabel("Number of trees") }));
  expect(set).toHaveBeenLastCalledWith(trees, undefined);
});

test("a value beyond its limits is refused in a sentence that the input is described by", async () => {
  renderField(trees, { number_of_trees: 500 });
  const said = await screen.findByRole("alert");
  expect(said.textContent).toContain("100");
  expect((await screen.findByLabelText("Number of trees")).getAttribute("aria-describedby")).toBe(said.id);
});

test("what is required and empty is marked", async () => {
  renderField(label);
  expect(await screen.findByText(texts.inspector.wanted)).toBeTruthy();
});
