/** What an empty design says: the first steps, as things to press. */

import { Button, FileButton, Group } from "@mantine/core";
import { goToSamples } from "../actions/goToSamples";
import { takeTour } from "../actions/takeTour";
import { visiting } from "../api/door";
import { openDialog } from "../dialogs/open";
import { text } from "../messages/en";
import { onboarding } from "../messages/onboarding";
import { addFiles } from "./adding";
import { middle } from "./stage";

const say = onboarding.empty;

export function EmptyCanvas() {
  return (
    <div className="canvas-empty">
      <p className="canvas-empty-title">{text.canvas.empty}</p>
      <p>{text.canvas.emptyHow}</p>
      {!visiting() && <Steps />}
    </div>
  );
}

/** The ways to begin of those who have data here. */
function Steps() {
  return (
    <Group className="canvas-empty-steps" gap={8}>
      <FileButton onChange={(file) => file && void addFiles([file], middle())}>
        {(props) => <Button {...props}>{say.file}</Button>}
      </FileButton>
      <Button variant="default" onClick={() => void openDialog(() => import("../dialogs/DatasetDialog"))}>
        {say.dataset}
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
