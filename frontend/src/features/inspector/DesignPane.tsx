/** The right pane while no card is selected: what the design is for, how large it is, how its last run went. */

import { Anchor } from "@mantine/core";
import { getGuestAccess } from "../../api/accessMode";
import { listEdges } from "../../graph/ports";
import { appTexts } from "../../messages/appTexts";
import { formatSeconds } from "../../messages/formatting";
import { changeDesign, useDesign } from "../../stores/designStore";
import { useRun } from "../../stores/runStore";
import { useUi } from "../../stores/uiStore";
import { useDebouncedInput } from "../../ui/useDebouncedInput";
import "./inspectorPane.css";
import "./designPane.css";

export function DesignPane() {
  const design = useDesign((store) => store.document);
  if (!design) return null;
  const nodes = Object.keys(design.nodes).length;
  return (
    <aside className="inspector-pane design-pane" aria-label={appTexts.designPane.title}>
      <p>{appTexts.designPane.facts(nodes, listEdges(design).length)}</p>
      <DesignDescription saved={design.description} />
      {!getGuestAccess() && <LastRun />}
      <ul className="design-hints">
        {appTexts.designPane.hints.map((hint) => (
          <li key={hint}>{hint}</li>
        ))}
      </ul>
    </aside>
  );
}

function DesignDescription({ saved }: { saved: string }) {
  const draft = useDebouncedInput(saved, (value) =>
    changeDesign(appTexts.designPane.description, [{ path: ["description"], value }]),
  );
  return (
    <label className="design-purpose">
      {appTexts.designPane.description}
      <textarea
        rows={4}
        value={draft.text}
        onChange={(event) => draft.onChange(event.currentTarget.value)}
        onBlur={draft.commit}
      />
    </label>
  );
}

function LastRun() {
  const run = useRun((store) => store.run);
  if (!run) return <p>{appTexts.designPane.neverRun}</p>;
  const time = (end: string, start: string) => (new Date(end).getTime() - new Date(start).getTime()) / 1000;
  const took = run.finished_at && run.started_at ? formatSeconds(time(run.finished_at, run.started_at)) : "";
  return (
    <p>
      {appTexts.designPane.lastRun(run.number, appTexts.runStates[run.state], took)}
      {". "}
      <Anchor component="button" type="button" size="sm" onClick={() => useUi.setState({ side: "run" })}>
        {appTexts.designPane.showRun}
      </Anchor>
    </p>
  );
}
