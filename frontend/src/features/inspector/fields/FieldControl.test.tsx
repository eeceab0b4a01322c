/** Fields of a form: what is typed becomes a value, what cannot be one is said, and a default is one press away. */

import { screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import type { ParameterSchema } from "../../../api/apiTypes";
import type { Json } from "../../../api/designDocument";
import { TEST_MODULES } from "../../../graph/testing/designFixtures";
import { renderApp } from "../../../testing/renderApp";
import { DraftNodeContext } from "../draftContext";
import { buildFields } from "../parameterFields";
import { FieldControl } from "./FieldControl";

const SCHEMAS: Record<string, ParameterSchema> = {
  fraction: { title: "Fraction", type: "number", minimum: 0, maximum: 1, default: 0.7, description: "Of the rows." },
  trees: { title: "Trees", type: "integer", default: 100, sweepable: true },
  mode: { title: "Mode", type: "string", enum: ["Rows", "Mean"], default: "Mean", sweepable: true },
  shuffle: { title: "Shuffle", type: "boolean", default: true },
  label: { title: "Prefix", type: "string" },
};

/** The form of one parameter; returns what it was changed to, in order. */
function renderField(name: string, given?: Json) {
  const schema = SCHEMAS[name]!;
  const module = {
    ...TEST_MODULES.get("clean")!,
    parameters: { properties: { [name]: schema }, required: schema.default === undefined ? [name] : [] },
  };
  const [field] = buildFields(module);
  const changes = vi.fn();
  function Form() {
    const [parameters, setParameters] = useState<Record<string, Json>>(given === undefined ? {} : { [name]: given });
    const set = (_: unknown, value: Json | undefined) => {
      changes(value);
      setParameters(value === undefined ? {} : { [name]: value });
    };
    return (
      <DraftNodeContext value={{ parameters, inputs: {}, set }}>
        <FieldControl node="" field={field!} />
      </DraftNodeContext>
    );
  }
  return { ...renderApp(<Form />), changes };
}

const getInput = (name: string) => screen.getByLabelText<HTMLInputElement>(name);

test("a number is taken over when one presses Enter or leaves the field", async () => {
  const { user, changes } = renderField("fraction");
  await user.clear(getInput("Fraction"));
  await user.type(getInput("Fraction"), "0.25{Enter}");
  expect(changes).toHaveBeenLastCalledWith(0.25);
  await user.clear(getInput("Fraction"));
  await user.type(getInput("Fraction"), "0.5");
  await user.tab();
  expect(changes).toHaveBeenLastCalledWith(0.5);
});

test("a number out of its bounds is kept as typed, and the field says what it must be", async () => {
  const { user } = renderField("fraction");
  expect(screen.getByText("Of the rows.")).toBeTruthy();
  await user.clear(getInput("Fraction"));
  await user.type(getInput("Fraction"), "1.5{Enter}");
  expect((await screen.findByRole("alert")).textContent).toMatch(/1/);
  expect([getInput("Fraction").value, getInput("Fraction").getAttribute("aria-invalid")]).toEqual(["1.5", "true"]);
});

test("arrow keys step a number and stop at its bounds", async () => {
  const { user } = renderField("fraction", 0.95);
  await user.click(getInput("Fraction"));
  await user.keyboard("{ArrowUp}");
  expect(getInput("Fraction").value).toBe("1");
  await user.keyboard("{ArrowUp}");
  expect(getInput("Fraction").value).toBe("1");
  await user.keyboard("{ArrowDown}{ArrowDown}");
  expect(Number(getInput("Fraction").value)).toBeLessThan(1);
});

test("a changed value goes back to its default by one press", async () => {
  const { user, changes } = renderField("fraction", 0.2);
  await user.click(screen.getByRole("button", { name: /Fraction/ }));
  expect(changes).toHaveBeenLastCalledWith(undefined);
  expect(getInput("Fraction").value).toBe("0.7");
  expect(screen.queryByRole("button", { name: /Fraction/ })).toBeNull();
});

test("a required field without a value says so", async () => {
  const { user, container } = renderField("label");
  expect(container.querySelector("[data-wanted]")).not.toBeNull();
  await user.type(getInput("Prefix"), "new_");
  await user.tab();
  expect(container.querySelector("[data-wanted]")).toBeNull();
});

test("a switch is switched", async () => {
  const { user, changes } = renderField("shuffle");
  await user.click(getInput("Shuffle"));
  expect(changes).toHaveBeenLastCalledWith(false);
});

test("one value becomes several, and one again", async () => {
  const { user, changes } = renderField("trees", 50);
  const several = screen.getByRole("button", { name: "Several values for Trees" });
  await user.click(several);
  expect(changes.mock.lastCall![0]).toHaveProperty("range");
  await waitFor(() => expect(several.getAttribute("aria-pressed")).toBe("true"));
  await user.click(several);
  expect(changes).toHaveBeenLastCalledWith(undefined);
});

test("values of a sweep are tags; commas part numbers", async () => {
  const { user, changes } = renderField("trees", { list: [10] });
  await user.type(await screen.findByLabelText("Values of Trees", { selector: "input" }), "20,30{Enter}");
  expect(changes).toHaveBeenLastCalledWith({ list: [10, 20, 30] });
});

test("a list of numbers becomes a range, whose ends and scale are changed one by one", async () => {
  const { user, changes } = renderField("trees", { list: [10, 100] });
  await user.click(await screen.findByLabelText("Range"));
  expect(changes.mock.lastCall![0].range).toMatchObject({ minimum: 10, maximum: 100 });
  const start = await screen.findByLabelText<HTMLInputElement>("From");
  await user.clear(start);
  await user.type(start, "5{Enter}");
  expect(changes.mock.lastCall![0].range).toMatchObject({ minimum: 5, maximum: 100 });
  await user.click(screen.getByLabelText("Log"));
  expect(changes.mock.lastCall![0].range).toMatchObject({ scale: "log" });
});

test("of choices the last one that is ticked stays", async () => {
  const { user, changes } = renderField("mode", { list: ["Rows", "Mean"] });
  await user.click(await screen.findByRole("checkbox", { name: "Rows" }));
  expect(changes).toHaveBeenLastCalledWith({ list: ["Mean"] });
  expect(screen.getByRole<HTMLInputElement>("checkbox", { name: "Mean" }).disabled).toBe(true);
});
