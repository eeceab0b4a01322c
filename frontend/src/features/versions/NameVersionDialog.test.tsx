/** Keeping a version: the name that is sent, what the server refuses, and where one is afterwards. */

import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { makeDesign } from "../../graph/testing/designFixtures";
import { versionTexts } from "../../messages/versionTexts";
import { useDesign } from "../../stores/designStore";
import { useUi } from "../../stores/uiStore";
import { refuse, renderApp, serveAnswers } from "../../testing/renderApp";
import NameVersionDialog from "./NameVersionDialog";

const texts = versionTexts.versions;

beforeEach(() => useDesign.setState({ id: "d", document: makeDesign({}) }));

test("a version is kept under its name, and the history shows it", async () => {
  const sent = serveAnswers({ "POST /api/designs/d/versions": {} });
  const onClose = vi.fn();
  const { user } = renderApp(<NameVersionDialog onClose={onClose} />);
  await user.type(await screen.findByLabelText(texts.nameLabel), "  Before the review ");
  await user.type(screen.getByLabelText(texts.noteLabel), "As sent.");
  await user.click(screen.getByRole("button", { name: texts.save }));
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(sent).toMatchObject([{ body: { name: "Before the review", note: "As sent." } }]);
  expect(useUi.getState().bottomTab).toBe("history");
});

test("a version without a name cannot be kept", async () => {
  const { user } = renderApp(<NameVersionDialog onClose={() => {}} />);
  const save = await screen.findByRole<HTMLButtonElement>("button", { name: texts.save });
  expect(save.disabled).toBe(true);
  await user.type(screen.getByLabelText(texts.nameLabel), "   ");
  expect(save.disabled).toBe(true);
});

test("what the server refuses is said, and nothing that was typed is lost", async () => {
  serveAnswers({ "POST /api/designs/d/versions": () => refuse("A version has this name.") });
  const onClose = vi.fn();
  const { user } = renderApp(<NameVersionDialog onClose={onClose} />);
  const name = await screen.findByLabelText<HTMLInputElement>(texts.nameLabel);
  await user.type(name, "First{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("A version has this name.");
  expect([name.value, onClose.mock.calls.length]).toEqual(["First", 0]);
});
