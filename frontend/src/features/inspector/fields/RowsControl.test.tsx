/** A table in a form: rows are added, moved and removed by mouse and keys, and cells say what they lack. */

import { fireEvent, screen, within } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import type { Json } from "../../../api/designDocument";
import { renderApp } from "../../../testing/renderApp";
import type { FieldOfKind } from "../parameterFields";
import { getControl } from "./allControls";
import { validateRows } from "./rowValues";

const CELL = {
  help: null,
  required: false,
  nullable: false,
  default: "",
  shown_when: {},
  hidden_when: {},
  sweepable: false,
  suggested_values: [],
  secret: false,
  withheld: "never",
};
const NUMBER = { minimum: 0, maximum: 9, exclusive_minimum: null, exclusive_maximum: null };
const TEXT = { min_length: null, max_length: null, pattern: null };
const FIELD = {
  ...CELL,
  kind: "rows",
  name: "rules",
  title: "Rules",
  row_title: "rule",
  min_rows: 1,
  max_rows: 3,
  cells: [
    { ...CELL, kind: "text", name: "name", title: "Name", required: true, ...TEXT },
    { ...CELL, kind: "choice", name: "what", title: "What", default: "keep", options: ["keep", "drop"] },
    {
      ...{ ...CELL, kind: "number", name: "share", title: "Share", default: 1, whole: false },
      ...{ shown_when: { what: ["drop"] }, ...NUMBER },
    },
  ],
} as unknown as FieldOfKind<"rows">;

function renderRows(start: Json[]) {
  const { Control } = getControl("rows");
  function Form() {
    const [value, setValue] = useState<Json | undefined>(start);
    return (
      <>
        <Control node="it" field={FIELD} id="rules" value={value} onChange={setValue} />
        <output>{JSON.stringify(value ?? null)}</output>
      </>
    );
  }
  return renderApp(<Form />);
}

const readRows = () => JSON.parse(screen.getByRole("status").textContent!) as Json;
const getRow = (number: number) => within(screen.getByRole("listitem", { name: `Rule ${number}` }));

test("a row is added, filled in and has only what differs from the defaults", async () => {
  const { user } = renderRows([]);
  await user.click(screen.getByRole("button", { name: "Add a rule" }));
  expect(getRow(1).getByText("Required")).toBeTruthy();
  await user.type(getRow(1).getByLabelText("Name"), "first{Enter}");
  expect(readRows()).toEqual([{ name: "first" }]);
  expect(getRow(1).queryByText("Required")).toBeNull();
  await user.click(getRow(1).getByRole("button", { name: "Remove: Rule 1" }));
  expect(readRows()).toBeNull();
});

test("rows move by buttons and by keys, and the cells go with them", async () => {
  const { user } = renderRows([{ name: "a" }, { name: "b" }, { name: "c" }]);
  await user.click(getRow(3).getByRole("button", { name: /Move up/ }));
  expect(readRows()).toEqual([{ name: "a" }, { name: "c" }, { name: "b" }]);
  await user.click(getRow(1).getByLabelText("Name"));
  await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
  expect(readRows()).toEqual([{ name: "c" }, { name: "a" }, { name: "b" }]);
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Add a rule" }).disabled).toBe(true);
});

test("Ctrl+Enter adds a row below", async () => {
  const { user } = renderRows([{ name: "a" }, { name: "b" }]);
  await user.click(getRow(1).getByLabelText("Name"));
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect(readRows()).toEqual([{ name: "a" }, {}, { name: "b" }]);
});

test("the row that is added or moved has the focus at once, so that no letter goes elsewhere", () => {
  renderRows([{ name: "a" }, { name: "b" }]);
  fireEvent.keyDown(getRow(1).getByLabelText("Name"), { key: "Enter", ctrlKey: true });
  expect(document.activeElement).toBe(getRow(2).getByLabelText("Name"));
  fireEvent.keyDown(getRow(3).getByLabelText("Name"), { key: "ArrowUp", altKey: true });
  expect(document.activeElement).toBe(getRow(2).getByLabelText("Name"));
  expect(readRows()).toEqual([{ name: "a" }, { name: "b" }, {}]);
  fireEvent.click(getRow(3).getByRole("button", { name: "Remove: Rule 3" }));
  expect(document.activeElement).toBe(getRow(2).getByLabelText("Name"));
});

test("a cell shows by the other cells of its row, and says what is wrong below itself", () => {
  renderRows([{ name: "a", what: "drop", share: 12 }, { name: "b" }]);
  expect(getRow(1).getByText("At most 9.")).toBeTruthy();
  expect(getRow(2).queryByLabelText("Share")).toBeNull();
});

test("too few rows are said of the table", () => {
  expect(validateRows(FIELD, [])).toBe("Add at least one rule.");
  expect(validateRows(FIELD, [{}])).toBeNull();
});
