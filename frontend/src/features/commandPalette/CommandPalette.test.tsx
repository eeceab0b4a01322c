/** Ctrl+K: actions and modules are found by name, and done by Enter. */

import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { makeDesign, TEST_ACCEPTS, TEST_MODULES } from "../../graph/testing/designFixtures";
import { appTexts } from "../../messages/appTexts";
import { useCatalog } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { useUi } from "../../stores/uiStore";
import { renderApp } from "../../testing/renderApp";
import CommandPalette from "./CommandPalette";

beforeEach(() => {
  useCatalog.setState({
    catalog: { modules: [...TEST_MODULES.values()], accepts: TEST_ACCEPTS },
    modules: TEST_MODULES,
  });
  useUi.setState({ commandsOpen: true });
});

const openDesign = () => useDesign.setState({ id: "d", document: makeDesign({}) });

test("an action is found by a part of its name and done by Enter", async () => {
  openDesign();
  const { user } = renderApp(<CommandPalette />);
  await user.type(await screen.findByRole("textbox"), "keyboard short");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(useUi.getState().shortcutsOpen).toBe(true));
  expect(useUi.getState().commandsOpen).toBe(false);
});

test("modules are offered while a design is open, and only then", async () => {
  openDesign();
  const { user, unmount } = renderApp(<CommandPalette />);
  await user.type(await screen.findByRole("textbox"), "train model");
  expect(await screen.findByText(/Add .*train model/i)).toBeTruthy();
  unmount();
  useDesign.setState({ document: null });
  renderApp(<CommandPalette />);
  await user.type(await screen.findByRole("textbox"), "train model");
  await waitFor(() => expect(screen.queryByText(/Add .*train model/i)).toBeNull());
});

test("where nothing is found the palette says so", async () => {
  openDesign();
  const { user } = renderApp(<CommandPalette />);
  await user.type(await screen.findByRole("textbox"), "zzzzzz");
  expect(await screen.findByText(appTexts.shortcuts.nothing)).toBeTruthy();
});

test("actions that cannot be done now are not offered", async () => {
  const { user } = renderApp(<CommandPalette />);
  await user.type(await screen.findByRole("textbox"), "undo");
  await waitFor(() => expect(screen.queryByText("Undo")).toBeNull());
});
