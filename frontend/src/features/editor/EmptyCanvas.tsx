/** What an empty design says: the first steps, as things to press. */

import { Button, FileButton, Group } from "@mantine/core";
import { quickAddAction } from "../../actions/openQuickAdd";
import { takeTourAction } from "../../actions/takeTour";
import { getGuestAccess } from "../../api/accessMode";
import { addFiles } from "../../canvas/addNode";
import { getViewCenter } from "../../canvas/viewport";
import { navigate } from "../../lib/navigation";
import { appTexts } from "../../messages/appTexts";
import { onboardingTexts } from "../../messages/onboardingTexts";
import { useTourStore } from "../../stores/tourStore";
import { useUi } from "../../stores/uiStore";
import { useActionKey } from "../../ui/actions/keyBindings";
import { formatKeys } from "../../ui/actions/keyboardShortcuts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import "./emptyCanvas.css";

const emptyMessages = onboardingTexts.empty;

export function EmptyCanvas() {
  const adding = useUi((ui) => ui.quickAdd !== null);
  const touring = useTourStore(({ active }) => active !== null);
  const key = useActionKey(quickAddAction);
  if (adding) return null;
  return (
    <div className="canvas-empty" data-touring={touring || undefined}>
      <p className="canvas-empty-title">{appTexts.canvas.empty}</p>
      <p>
        {appTexts.canvas.emptyHow} {key && emptyMessages.key(formatKeys(key))}
      </p>
      {!getGuestAccess() && <FirstSteps />}
    </div>
  );
}

/** What an empty design can begin with. */
export function FirstSteps() {
  return (
    <Group className="canvas-empty-steps" gap={8} justify="center">
      <FileButton onChange={(file) => file && void addFiles([file], getViewCenter())}>
        {(props) => <Button {...props}>{emptyMessages.file}</Button>}
      </FileButton>
      <Button variant="default" onClick={() => void openDialog(() => import("./DatasetDialog"))}>
        {emptyMessages.dataset}
      </Button>
      <Button variant="default" onClick={() => void quickAddAction.perform()}>
        {emptyMessages.module}
      </Button>
      <Button variant="default" onClick={() => navigate("/samples")}>
        {emptyMessages.sample}
      </Button>
      <Button variant="default" onClick={() => void takeTourAction.perform()}>
        {emptyMessages.tour}
      </Button>
    </Group>
  );
}
