/** What an empty design says: the first steps, as things to press. */

import { Button, FileButton, Group } from "@mantine/core";
import { useKeyOf } from "../actions/bindings";
import { goToSamples } from "../actions/goToSamples";
import { shown } from "../actions/keys";
import { quickAdd } from "../actions/quickAdd";
import { takeTour } from "../actions/takeTour";
import { visiting } from "../api/door";
import { openDialog } from "../dialogs/open";
import { text } from "../messages/en";
import { onboarding } from "../messages/onboarding";
import { useUi } from "../stores/ui";
import { addFiles } from "./adding";
import { middle } from "./stage";

const say = onboarding.empty;

export function EmptyCanvas() {
  const adding = useUi((ui) => ui.quickAdd !== null);
  const key = useKeyOf(quickAdd);
  if (adding) return null;
  return (
    <div className="canvas-empty">
      <p className="canvas-empty-title">{text.canvas.empty}</p>
      <p>
        {text.canvas.emptyHow} {key && say.key(shown(key))}
      </p>
      {!visiting() && <FirstSteps />}
    </div>
  );
}

/** What an empty design can begin with. */
export function FirstSteps() {
  return (
    <Group className="canvas-empty-steps" gap={8} justify="center">
      <FileButton onChange={(file) => file && void addFiles([file], middle())}>
        {(props) => <Button {...props}>{say.file}</Button>}
      </FileButton>
      <Button variant="default" onClick={() => void openDialog(() => import("../dialogs/DatasetDialog"))}>
        {say.dataset}
      </Button>
      <Button variant="default" onClick={() => void quickAdd.perform()}>
        {say.module}
      </Button>
      <Button variant="default" onClick={() => void goToSamples.perform()}>
        {say.sample}
      </Button>
      <Button variant="default" onClick={() => void takeTour.perform()}>
        {say.tour}
      </Button>
    </Group>
  );
}
