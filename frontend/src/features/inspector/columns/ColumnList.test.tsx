/** The picker of columns: what is found is ticked together, and chips narrow what is seen. */

import { screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import type { Column } from "../../../api/apiTypes";
import { renderApp } from "../../../testing/renderApp";
import { ColumnList } from "./ColumnList";

const makeColumn = (name: string, type: Column["type"]): Column =>
  ({
    name,
    type,
    role: "feature",
  }) as Column;
const COLUMNS = [
  makeColumn("price", "real"),
  makeColumn("length", "integer"),
  makeColumn("make", "text"),
  makeColumn("maker country", "text"),
];

function renderList(columns = COLUMNS) {
  const chosen = new Set(["price"]);
  function Picker() {
    const [names, setNames] = useState<ReadonlySet<string>>(chosen);
    const choose = (changed: Column[], keep: boolean) =>
      setNames((before) => {
        const next = new Set(before);
        for (const { name } of changed) keep ? next.add(name) : next.delete(name);
        return next;
      });
    return (
      <>
        <ColumnList
          columns={columns}
          profiles={{ byName: new Map(), rows: 0 }}
          chosen={({ name }) => names.has(name)}
          onChoose={choose}
        />
        <output>{[...names].join(", ")}</output>
      </>
    );
  }
  return renderApp(<Picker />);
}

const readChosen = () => screen.getByRole("status").textContent;
const listShown = () =>
  screen.getAllByRole("listitem").map((row) => row.querySelector("input")!.getAttribute("aria-label"));

test("a column is ticked by its box and by its row", async () => {
  const { user } = renderList();
  await user.click(screen.getByRole("checkbox", { name: "make" }));
  expect(readChosen()).toBe("price, make");
  await user.click(screen.getByText("length"));
  expect(readChosen()).toBe("price, make, length");
  await user.click(screen.getByRole("checkbox", { name: "price" }));
  expect(readChosen()).toBe("make, length");
});

test("what is found is ticked together, and nothing else", async () => {
  const { user } = renderList();
  await user.type(screen.getByPlaceholderText(/\w/), "make");
  expect(listShown()).toEqual(["make", "maker country"]);
  const [all] = screen.getAllByRole("checkbox");
  await user.click(all!);
  expect(readChosen()).toBe("price, make, maker country");
  await user.click(all!);
  expect(readChosen()).toBe("price");
});

test("chips narrow the list by kind; those without a column are left out", async () => {
  const { user } = renderList();
  const chips = screen.getAllByRole("button").map((chip) => chip.textContent);
  expect(chips).toEqual(["All 4", "Numbers 2", "Text 2", "Chosen 1"]);
  await user.click(screen.getByRole("button", { name: "Numbers 2" }));
  expect(listShown()).toEqual(["price", "length"]);
});

test("where nothing matches, the list says so and its box ticks nothing", async () => {
  const { user } = renderList();
  await user.type(screen.getByPlaceholderText(/\w/), "weight");
  expect(screen.queryAllByRole("listitem")).toEqual([]);
  expect(screen.getByText(/weight/)).toBeTruthy();
});

test("of ten thousand columns only those in sight are drawn", () => {
  renderList(Array.from({ length: 10_000 }, (_, at) => makeColumn(`c${at}`, "real")));
  expect(screen.getAllByRole("listitem").length).toBeLessThan(60);
});
