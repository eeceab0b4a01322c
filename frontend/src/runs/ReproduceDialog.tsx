/** Replays a run, and says whether it gave the same; if not, what differs first. */

import { Button, Group, Modal, Progress } from "@mantine/core";
import type { Experiment } from "../api/types";
import { versionMessages } from "../messages/versions";
import { metricOf, metricText } from "../views/metrics";
import { useAbout } from "./about";
import { useExperiment } from "./useExperiment";
import "./dialogs.css";

const say = versionMessages.replay;

type Found = NonNullable<Experiment["reproduction"]>;

export default function ReproduceDialog({ onClose }: { onClose: () => void }) {
  const run = useAbout((store) => store.run);
  return run && <Reproduction run={run} onClose={onClose} />;
}

function Reproduction({ run, onClose }: { run: { id: string; number: number }; onClose: () => void }) {
  const { experiment, running, refusal, ask, cancel } = useExperiment({ run: run.id, kind: "reproduction" });
  return (
    <Modal opened onClose={onClose} title={say.title(run.number)} size="lg">
      <div className="dialog-form">
        <p>{say.what}</p>
        {running && <Progress value={100} animated striped aria-label={say.running} />}
        {refusal && (
          <p className="dialog-refusal" role="alert">
            {refusal}
          </p>
        )}
        {experiment?.reproduction && <Answer found={experiment.reproduction} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => (running ? void cancel() : onClose())}>
            {running ? say.cancel : say.close}
          </Button>
          <Button loading={running} data-autofocus onClick={() => void ask()}>
            {experiment?.state === "done" ? say.again : say.start}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}

function Answer({ found }: { found: Found }) {
  return (
    <div className="replay" role="status">
      <h3 className={`replay-verdict replay-${found.verdict}`}>{say.verdicts[found.verdict]}</h3>
      <p>{found.sentence}</p>
      {found.environment.length > 0 ? (
        <details open={found.verdict !== "identical"}>
          <summary>{say.environment}</summary>
          <ul>
            {found.environment.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      ) : (
        <p className="replay-quiet">{say.environmentSame}</p>
      )}
      <details open={found.verdict !== "identical"}>
        <summary>{say.steps}</summary>
        <ul>
          {found.steps.map((step) => (
            <li key={step.node}>
              {step.title}: <b className={`replay-${step.same}`}>{say.same[step.same]}</b>
              {!step.deterministic && `, ${say.random}`}
            </li>
          ))}
        </ul>
      </details>
      {found.metrics.length > 0 && <MetricsTable found={found} />}
    </div>
  );
}

function MetricsTable({ found }: { found: Found }) {
  return (
    <table className="replay-metrics">
      <thead>
        <tr>
          <th scope="col">{say.metrics}</th>
          <th scope="col">{say.before}</th>
          <th scope="col">{say.now}</th>
        </tr>
      </thead>
      <tbody>
        {found.metrics.map(({ node, metric, then, now }) => (
          <tr key={`${node} ${metric}`} className={then === now ? undefined : "replay-other"}>
            <th scope="row">{metricOf(metric).title}</th>
            <td>{told(metric, then)}</td>
            <td>{told(metric, now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const told = (metric: string, value: unknown): string =>
  typeof value === "number" ? metricText(metricOf(metric), value) : String(value ?? "");
