/** What a new link is made of: calm defaults, what an edit link forces, and a refusal that keeps what was chosen. */

import { screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { sharingTexts as texts } from "../../messages/sharingTexts";
import { refuse, renderApp, serveAnswers } from "../../testing/renderApp";
import { ShareForm } from "./ShareForm";

const CREATED = { id: "s", token: "t", url: "http://here/s/s#t" };

function renderForm(answer: unknown = CREATED) {
  const sent = serveAnswers({ "POST /api/designs/d/shares": answer, "GET /api/designs/d/shares": [] });
  const onMade = vi.fn();
  return { ...renderApp(<ShareForm design="d" secretive={["Fetch prices"]} onMade={onMade} />), onMade, sent };
}

const readWish = (sent: ReturnType<typeof serveAnswers>) =>
  sent.find(({ method }) => method === "POST")?.body as Record<string, unknown> | undefined;

test("without a choice a link is for looking, of this version, with metrics, for 30 days", async () => {
  const { user, sent, onMade } = renderForm();
  await user.click(screen.getByRole("button", { name: texts.create }));
  await waitFor(() => expect(onMade).toHaveBeenCalledWith(CREATED));
  expect(readWish(sent)).toEqual({
    name: texts.nameOf(new Date()),
    scope: "view",
    pinned: true,
    shows: "metrics",
    rows: 100,
    scripts: false,
    comments: false,
    preview: false,
    days: 30,
    password: null,
    origins: [],
  });
});

test("what was chosen is sent", async () => {
  const { user, sent } = renderForm();
  await user.type(screen.getByLabelText(texts.name), "Committee");
  await user.click(screen.getByRole("radio", { name: texts.shows.rows.title }));
  const rows = screen.getByLabelText(texts.rows);
  await user.clear(rows);
  await user.type(rows, "25");
  await user.type(screen.getByLabelText(texts.password), "open sesame");
  await user.click(screen.getByRole("checkbox", { name: texts.comments }));
  await user.click(screen.getByRole("button", { name: texts.create }));
  await waitFor(() => expect(readWish(sent)).toBeDefined());
  expect(readWish(sent)).toMatchObject({
    name: "Committee",
    shows: "rows",
    rows: 25,
    password: "open sesame",
    comments: true,
  });
});

test("how many rows is asked only where rows are shown", async () => {
  const { user } = renderForm();
  expect(screen.queryByLabelText(texts.rows)).toBeNull();
  await user.click(screen.getByRole("radio", { name: texts.shows.rows.title }));
  expect(screen.getByLabelText(texts.rows)).toBeTruthy();
});

test("whoever edits works on the newest state, and the choice of a version is closed", async () => {
  const { user, sent } = renderForm();
  await user.click(screen.getByRole("radio", { name: texts.scopes.edit.title }));
  expect(screen.getByText(texts.editsNewest)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: texts.create }));
  await waitFor(() => expect(readWish(sent)).toMatchObject({ scope: "edit", pinned: false }));
});

test("a link to run says which modules use secrets", async () => {
  const { user } = renderForm();
  expect(screen.queryByText(/Fetch prices/)).toBeNull();
  await user.click(screen.getByRole("radio", { name: texts.scopes.run.title }));
  expect(screen.getByText(/Fetch prices/)).toBeTruthy();
});

test("a refusal is said, and what was chosen stays", async () => {
  const { user, onMade } = renderForm(() => refuse("There are 50 links already."));
  await user.type(screen.getByLabelText(texts.name), "One more");
  await user.click(screen.getByRole("button", { name: texts.create }));
  expect((await screen.findByRole("alert")).textContent).toBe("There are 50 links already.");
  expect(screen.getByLabelText<HTMLInputElement>(texts.name).value).toBe("One more");
  expect(onMade).not.toHaveBeenCalled();
});
