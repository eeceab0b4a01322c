/** The right pane while no card is selected: what the design is for, how large it is, how its last run went. */

import { Anchor } from "@mantine/core";
import { visiting } from "../api/door";
import { useDraft } from "../components/useDraft";
import { connections } from "../graph/ports";
import { text } from "../messages/en";
import { seconds } from "../messages/words";
import { change, useDesign } from "../stores/design";
import { useRun } from "../stores/run";
import { useUi } from "../stores/ui";

export function DesignPane() {
  const design = useDesign((store) => store.document);
  if (!design) return null;
  const nodes = Object.keys(design.nodes).length;
  return (
    <aside className="inspector-pane design-pane" aria-label={text.designPane.title}>
      <p>{text.designPane.facts(nodes, connections(design).length)}</p>
      <Description saved={design.description} />
      {!visiting() && <LastRun />}
      <ul className="design-hints">
        {text.designPane.hints.map((hint) => (
          <li key={hint}>{hint}</li>
        ))}
      </ul>
    </aside>
  );
}

function Description({ saved }: { saved: string }) {
  const draft = useDraft(saved, (value) => change(text.designPane.description, [{ path: ["description"], value }]));
  return (
    <label className="design-purpose">
      {text.designPane.description}
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
  if (!run) return <p>{text.designPane.neverRun}</p>;
  const time = (end: string, start: string) => (new Date(end).getTime() - new Date(start).getTime()) / 1000;
  const took = run.finished_at && run.started_at ? seconds(time(run.finished_at, run.started_at)) : "";
  return (
    <p>
      {text.designPane.lastRun(run.number, text.runStates[run.state], took)}
      {". "}
      <Anchor component="button" type="button" size="sm" onClick={() => useUi.setState({ side: "run" })}>
        {text.designPane.showRun}
      </Anchor>
    </p>
  );
}
