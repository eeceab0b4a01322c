/** The table of a dataset by keyboard: moving, marking, sorting, copying, the menu of a column; rows come from the server. */

import { screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { ColumnProfile, DatasetView } from "../../../api/artifactViews";
import { renderApp, type SentRequest, serveAnswers } from "../../../testing/renderApp";
import { DatasetTable } from "./DatasetTable";

const makeProfile = (name: string, type: ColumnProfile["type"]): ColumnProfile => ({
  name,
  type,
  role: "feature",
  missing: 0,
  distinct: 3,
  min: null,
  max: null,
  mean: null,
  median: null,
  std: null,
  histogram: null,
  top: [],
});
const VIEW: DatasetView = {
  kind: "dataset",
  rows: 100,
  profiled: 3,
  columns: [makeProfile("make", "text"), makeProfile("price", "real"), makeProfile("doors", "integer")],
};

/** Rows of the whole table, cell by cell "make 7"; a filter leaves every tenth. */
function answerRows({ path }: SentRequest) {
  const query = new URLSearchParams(path.split("?")[1]);
  const total = query.has("selection") && path.includes("conditions") ? 10 : 100;
  const offset = Number(query.get("offset"));
  const count = Math.max(0, Math.min(Number(query.get("limit")), total - offset));
  const numbers = Array.from({ length: count }, (_, at) => offset + at);
  const cells = (row: number) => ({ make: `make ${row}`, price: row + 0.5, doors: row });
  const names = query.has("column") ? query.getAll("column") : Object.keys(cells(0));
  const rows = numbers.map((row) => names.map((name) => cells(row)[name as "make"]));
  return { total, offset, numbers, rows, columns: names };
}

async function renderTable() {
  const sent = serveAnswers({ "GET /api/artifacts/a/rows": answerRows });
  const drawn = renderApp(<DatasetTable artifact="a" view={VIEW} from={null} />);
  const grid = await screen.findByRole("grid");
  await screen.findByText("make 0");
  grid.focus();
  return { ...drawn, grid, sent };
}

/** What is under the cursor: the cell, or the head of a column. */
function readActive(grid: HTMLElement): string {
  const id = grid.getAttribute("aria-activedescendant");
  const cell = document.getElementById(id!)!;
  return cell.getAttribute("aria-label") ?? cell.textContent ?? "";
}

const countSelected = (grid: HTMLElement): number => grid.querySelectorAll('td[aria-selected="true"]').length;

test("only the rows in sight are drawn, and the grid says how many there are", async () => {
  const { grid } = await renderTable();
  expect([grid.getAttribute("aria-rowcount"), grid.getAttribute("aria-colcount")]).toEqual(["101", "4"]);
  expect(screen.getAllByRole("row").length).toBeLessThan(60);
});

test("arrows move from cell to cell and to the heads of the columns", async () => {
  const { user, grid } = await renderTable();
  expect(readActive(grid)).toBe("make 0");
  await user.keyboard("{ArrowDown}{ArrowRight}");
  expect(readActive(grid)).toMatch(/^1\.5/);
  await user.keyboard("{ArrowUp}{ArrowUp}");
  expect(readActive(grid)).toBe("price");
  await user.keyboard("{ArrowLeft}{ArrowLeft}{ArrowLeft}");
  expect(readActive(grid)).toBe("make");
});

test("Shift marks a block, and Escape leaves one cell", async () => {
  const { user, grid } = await renderTable();
  expect(countSelected(grid)).toBe(1);
  await user.keyboard("{Shift>}{ArrowDown}{ArrowDown}{ArrowRight}{/Shift}");
  expect(countSelected(grid)).toBe(6);
  await user.keyboard("{Escape}");
  expect(countSelected(grid)).toBe(1);
});

test("Enter on the head of a column sorts by it: up, down, and not at all", async () => {
  const { user, grid } = await renderTable();
  const head = () => screen.getByRole("columnheader", { name: "make" }).getAttribute("aria-sort");
  await user.keyboard("{ArrowUp}{Enter}");
  await waitFor(() => expect(head()).toBe("ascending"));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(head()).toBe("descending"));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(head()).toBeNull());
  expect(readActive(grid)).toBe("make");
});

test("sorted rows are asked of the server", async () => {
  const { user, sent } = await renderTable();
  await user.keyboard("{ArrowUp}{Enter}");
  await waitFor(() => expect(sent.some(({ path }) => /selection=.*make/.test(path))).toBe(true));
});

test("what is marked is copied as a table", async () => {
  const { user } = await renderTable();
  const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await user.keyboard("{Shift>}{ArrowDown}{ArrowRight}{/Shift}{Control>}c{/Control}");
  await waitFor(() => expect(write).toHaveBeenCalledOnce());
  expect(write.mock.lastCall![0]).toBe("make 0\t0.5\r\nmake 1\t1.5");
});
