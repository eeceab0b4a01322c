/** Keys mean what was asked for last: a field or a dialog whose code is still on its way gets them, and not the canvas. */

import { beforeEach, expect, test, vi } from "vitest";
import { askAssistantActions } from "../../actions/askAssistant";
import { searchActionsAction } from "../../actions/searchActions";
import CommandPalette from "../../features/commandPalette/CommandPalette";
import { useUi } from "../../stores/uiStore";
import { renderApp } from "../../testing/renderApp";
import { closeDialog, type Dialog, openDialog } from "../dialogs/dialogStore";
import { type Action, isAlwaysEnabled } from "./action";
import { useKeyboardShortcuts } from "./keyboardShortcuts";
import { awaitField, isFieldAwaited, takeTypedText } from "./typeAheadBuffer";

const perform = vi.fn();
const deleteAction: Action = {
  id: "deleteSelection",
  name: "Delete",
  group: "edit",
  order: 1,
  keys: ["Delete", "D"],
  isEnabled: isAlwaysEnabled,
  perform,
};
const ACTIONS = [deleteAction, searchActionsAction, ...askAssistantActions];

function Keys() {
  useKeyboardShortcuts(ACTIONS);
  return null;
}

beforeEach(() => {
  perform.mockReset();
  takeTypedText();
});

test("what is typed for the command palette before it has come is searched for, and does nothing on the canvas", async () => {
  const { user, unmount } = renderApp(<Keys />);
  await user.keyboard("{Control>}k{/Control}");
  await user.keyboard("ddx{Backspace}{Delete}");
  expect(perform).not.toHaveBeenCalled();
  expect(useUi.getState().commandsOpen).toBe(true);
  unmount();
  const palette = renderApp(<CommandPalette />);
  expect((await palette.findByRole("textbox")).getAttribute("value")).toBe("dd");
});

test("Escape takes back what has not come yet", async () => {
  const { user } = renderApp(<Keys />);
  await user.keyboard("{Control>}k{/Control}d{Escape}");
  expect(useUi.getState().commandsOpen).toBe(false);
  expect(isFieldAwaited()).toBe(false);
  await user.keyboard("d");
  expect(perform).toHaveBeenCalledOnce();
});

test("a field that is there already keeps its keys", async () => {
  const cancel = vi.fn();
  const { user, getByRole } = renderApp(
    <>
      <Keys />
      <input />
    </>,
  );
  awaitField(cancel);
  await user.type(getByRole("textbox"), "d");
  expect((getByRole("textbox") as HTMLInputElement).value).toBe("d");
  expect(takeTypedText()).toBe("");
});

test("while a dialog is on its way, keys do nothing behind it", async () => {
  const { user } = renderApp(<Keys />);
  let arrive = (_: { default: Dialog }) => {};
  const opened = openDialog(() => new Promise((resolve) => (arrive = resolve)));
  await user.keyboard("{Delete}");
  expect(perform).not.toHaveBeenCalled();
  arrive({ default: () => null });
  await opened;
  closeDialog();
  await user.keyboard("{Delete}");
  expect(perform).toHaveBeenCalledOnce();
});
