/** Replays a run, and says whether it gave the same; if not, what differs first. */

import { Button, Group, Modal, Progress } from "@mantine/core";
import type { RunAnalysis } from "../../api/apiTypes";
import { useAnalysis } from "../../api/useAnalysis";
import { findMetric, formatMetric } from "../../lib/metrics";
import { versionTexts } from "../../messages/versionTexts";
import { Refusal } from "../../ui/dialogs/Refusal";
import { useDialogRun } from "./dialogTarget";
import "./runDialogs.css";
import "../../ui/dialogs/form.css";

const texts = versionTexts.replay;

type ReplayResult = NonNullable<RunAnalysis["reproduction"]>;

export default function ReproduceDialog({ onClose }: { onClose: () => void }) {
  const run = useDialogRun((store) => store.run);
  return run && <ReplayView run={run} onClose={onClose} />;
}

function ReplayView({ run, onClose }: { run: { id: string; number: number }; onClose: () => void }) {
  const { experiment, running, refusal, ask, cancel } = useAnalysis({ run: run.id, kind: "reproduction" });
  return (
    <Modal opened onClose={onClose} title={texts.title(run.number)} size="lg">
      <div className="dialog-form">
        <p>{texts.what}</p>
        {running && <Progress value={100} animated striped aria-label={texts.running} />}
        <Refusal words={refusal} />
        {experiment?.reproduction && <ReplayAnswer found={experiment.reproduction} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => (running ? void cancel() : onClose())}>
            {running ? texts.cancel : texts.close}
          </Button>
          <Button loading={running} data-autofocus onClick={() => void ask()}>
            {experiment?.state === "done" ? texts.again : texts.start}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}

function ReplayAnswer({ found }: { found: ReplayResult }) {
  return (
    <div className="replay" role="status">
      <h3 className={`replay-verdict replay-${found.verdict}`}>{texts.verdicts[found.verdict]}</h3>
      <p>{found.sentence}</p>
      {found.environment.length > 0 ? (
        <details open={found.verdict !== "identical"}>
          <summary>{texts.environment}</summary>
          <ul>
            {found.environment.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      ) : (
        <p className="replay-quiet">{texts.environmentSame}</p>
      )}
      <details open={found.verdict !== "identical"}>
        <summary>{texts.steps}</summary>
        <ul>
          {found.steps.map((step) => (
            <li key={step.node}>
              {step.title}: <b className={`replay-${step.same}`}>{texts.same[step.same]}</b>
              {!step.deterministic && `, ${texts.random}`}
            </li>
          ))}
        </ul>
      </details>
      {found.metrics.length > 0 && <ReplayMetricsTable found={found} />}
    </div>
  );
}

function ReplayMetricsTable({ found }: { found: ReplayResult }) {
  const severalModels = new Set(found.metrics.map(({ node, model }) => `${node} ${model}`)).size > 1;
  return (
    <table className="replay-metrics">
      <thead>
        <tr>
          <th scope="col">{texts.metrics}</th>
          <th scope="col">{texts.before}</th>
          <th scope="col">{texts.now}</th>
        </tr>
      </thead>
      <tbody>
        {found.metrics.map(({ node, model, metric, then, now }) => (
          <tr key={`${node} ${model} ${metric}`} className={then === now ? undefined : "replay-other"}>
            <th scope="row">
              {findMetric(metric).title}
              {severalModels && model && `, ${model}`}
            </th>
            <td>{formatReplayMetric(metric, then)}</td>
            <td>{formatReplayMetric(metric, now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const formatReplayMetric = (metric: string, value: unknown): string =>
  typeof value === "number" ? formatMetric(findMetric(metric), value) : String(value ?? "");
