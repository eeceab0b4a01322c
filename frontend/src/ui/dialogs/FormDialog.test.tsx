/** A dialog that asks for something: what it sends, what it refuses, and when it closes. */

import { TextInput } from "@mantine/core";
import { screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { renderApp } from "../../testing/renderApp";
import { ConfirmDialog } from "../ConfirmButton";
import { FormDialog } from "./FormDialog";
import { RenameDialog } from "./RenameDialog";

test("what is done closes the dialog", async () => {
  const onSubmit = vi.fn(async () => {});
  const onClose = vi.fn();
  const { user } = renderApp(
    <FormDialog title="Save" submitLabel="Save it" onSubmit={onSubmit} onClose={onClose}>
      <TextInput label="Name" defaultValue="x" />
    </FormDialog>,
  );
  await user.type(await screen.findByRole("textbox", { name: "Name" }), "y{Enter}");
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(onSubmit).toHaveBeenCalledOnce();
});

test("what is refused is said in the dialog, which stays open and can be tried again", async () => {
  const onClose = vi.fn();
  const onSubmit = vi.fn(async () => {
    throw new Error("There is a version of this name.");
  });
  const { user } = renderApp(
    <FormDialog title="Save" submitLabel="Save it" onSubmit={onSubmit} onClose={onClose}>
      <p>Under which name?</p>
    </FormDialog>,
  );
  const button = await screen.findByRole("button", { name: "Save it" });
  await user.click(button);
  expect((await screen.findByRole("alert")).textContent).toBe("There is a version of this name.");
  expect(onClose).not.toHaveBeenCalled();
  await user.click(button);
  await waitFor(() => expect(onSubmit).toHaveBeenCalledTimes(2));
});

test("nothing is sent while something is missing", async () => {
  const onSubmit = vi.fn(async () => {});
  const { user } = renderApp(
    <FormDialog title="Save" submitLabel="Save it" incomplete onSubmit={onSubmit} onClose={() => {}}>
      <TextInput label="Name" />
    </FormDialog>,
  );
  const button = await screen.findByRole<HTMLButtonElement>("button", { name: "Save it" });
  expect(button.disabled).toBe(true);
  await user.click(button);
  expect(onSubmit).not.toHaveBeenCalled();
});

test("a name is changed only for another one", async () => {
  const onRename = vi.fn();
  const onClose = vi.fn();
  const { user } = renderApp(<RenameDialog title="Rename" name="Prices" onRename={onRename} onClose={onClose} />);
  const field = await screen.findByRole("textbox");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect([onRename.mock.calls, onClose.mock.calls.length]).toEqual([[], 1]);
  await user.clear(field);
  await user.type(field, "  Prices of cars ");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(onRename.mock.calls).toEqual([["Prices of cars"]]);
});

test("what cannot be taken back is done after it was confirmed", async () => {
  const onConfirm = vi.fn();
  const onClose = vi.fn();
  const { user } = renderApp(
    <ConfirmDialog title="Delete?" confirmLabel="Delete" onConfirm={onConfirm} onClose={onClose}>
      Its runs go with it.
    </ConfirmDialog>,
  );
  await user.click(await screen.findByRole("button", { name: "Cancel" }));
  expect([onClose.mock.calls.length, onConfirm.mock.calls.length]).toEqual([1, 0]);
  await user.click(screen.getByRole("button", { name: "Delete" }));
  expect([onClose.mock.calls.length, onConfirm.mock.calls.length]).toEqual([2, 1]);
});
