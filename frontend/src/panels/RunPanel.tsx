/** The run beside the canvas: how far it is, its steps with their times, what they print, and earlier runs. */

import { Anchor } from "@mantine/core";
import { urlOf } from "../api/base";
import { useRuns } from "../api/queries";
import type { Run, RunSummary, Step } from "../api/types";
import { StatusIcon } from "../canvas/StatusLine";
import { lookAt } from "../canvas/stage";
import { useClock } from "../components/useClock";
import { text } from "../messages/en";
import { clockSeconds, seconds } from "../messages/words";
import { useDesign } from "../stores/design";
import { ended, useRun } from "../stores/run";
import { select, useUi } from "../stores/ui";
import { NodeLog } from "./LogPanel";
import { Message } from "./Message";
import { nameOfNode } from "./problemWords";
import { RunNotices } from "./RunNotices";
import { RunResults } from "./RunResults";
import { RunSteps } from "./RunSteps";

export function RunPanel() {
  const run = useRun((store) => store.run);
  return (
    <aside className="run-panel" aria-label={run ? text.run.title(run.number) : text.run.none}>
      {run ? (
        <>
          <Heading run={run} />
          <RunResults run={run} />
          <RunSteps run={run} />
          {ended(run.state) && <ChangedSince number={run.number} />}
          <LiveLog run={run} />
          <EarlierRuns current={run.number} />
        </>
      ) : (
        <Message title={text.run.none} more={text.run.noneHow} />
      )}
    </aside>
  );
}

function Heading({ run }: { run: Run }) {
  const now = useClock(!ended(run.state));
  const started = new Date(run.started_at ?? run.created_at);
  const until = run.finished_at ? new Date(run.finished_at).getTime() : now;
  const time = Math.max(0, (until - started.getTime()) / 1000);
  const done = run.steps.filter((step) => !["queued", "running"].includes(step.state)).length;
  const failed = run.steps.filter((step) => step.state === "failed").length;
  return (
    <div className="run-heading">
      <div className="run-title">
        <h2>{text.run.title(run.number)}</h2>
        <span className={`chip chip-${run.state}`}>
          <StatusIcon kind={run.state} size={14} />
          {text.runStates[run.state]}
        </span>
      </div>
      <p className="run-started">{text.run.started(started, run.revision)}</p>
      <ProgressBar steps={run.steps} />
      <p className="run-counts">
        {text.run.done(done, run.steps.length)}
        {failed > 0 && <b className="run-failed">{text.run.failed(failed)}</b>}
        <span>{text.run.took(time)}</span>
      </p>
      <LeftOut run={run} />
      <RunNotices run={run} />
      {ended(run.state) && (
        <Anchor href={urlOf(`/runs/${run.id}/report`)} target="_blank" size="sm">
          {text.run.report}
        </Anchor>
      )}
    </div>
  );
}

/** The cards that a run did without: they had problems, or it ran only to some card. */
function LeftOut({ run }: { run: Run }) {
  const nodes = useDesign(({ document }) => document?.nodes);
  const took = new Set(run.steps.map((step) => step.node));
  const names = Object.keys(nodes ?? {})
    .filter((id) => !took.has(id) && !nodes![id]!.disabled)
    .map(nameOfNode);
  return names.length > 0 ? <p className="run-left-out">{text.run.leftOut([...new Set(names)])}</p> : null;
}

/** The cards that would give something else now. */
function ChangedSince({ number }: { number: number }) {
  const changed = useDesign(({ analysis, document }) =>
    analysis?.changed.filter((id) => document?.nodes[id]).join(" "),
  );
  if (!changed) return null;
  return (
    <section className="run-section">
      <h3 className="caption">{text.run.changed(number)}</h3>
      <p className="run-changed">
        {changed.split(" ").map((id) => (
          <button key={id} type="button" onClick={() => showCard(id)}>
            {nameOfNode(id)}
          </button>
        ))}
      </p>
    </section>
  );
}

function showCard(id: string): void {
  select([id]);
  lookAt(id);
}

function ProgressBar({ steps }: { steps: Step[] }) {
  const progress = useRun((store) => store.progress);
  const share = (count: number) => `${(100 * count) / Math.max(1, steps.length)}%`;
  const counts = (states: Step["state"][]) => steps.filter((step) => states.includes(step.state)).length;
  const running = steps
    .filter((step) => step.state === "running")
    .reduce((sum, { node, progress: last }) => {
      const now = progress[node] ?? last;
      return sum + (now?.total ? now.done / now.total : 0.1);
    }, 0);
  const parts = [
    { name: "done", width: counts(["succeeded", "reused"]) },
    { name: "failed", width: counts(["failed"]) },
    { name: "skipped", width: counts(["skipped", "cancelled"]) },
    { name: "running", width: running },
  ];
  return (
    <div className="run-progress">
      {parts
        .filter(({ width }) => width > 0)
        .map(({ name, width }) => (
          <i key={name} className={`run-progress-${name}`} style={{ width: share(width) }} />
        ))}
    </div>
  );
}

/** The last lines of the step that is running, or of the one that failed. */
function LiveLog({ run }: { run: Run }) {
  const selected = useUi((ui) => ui.selection[0]);
  const find = (state: Step["state"]) => run.steps.find((step) => step.state === state)?.node;
  const chosen = run.steps.find((step) => step.node === selected)?.node;
  const node = find("running") ?? chosen ?? find("failed");
  if (!node) return null;
  return (
    <section className="run-section">
      <h3 className="caption">
        {text.run.log}
        <button type="button" onClick={() => useUi.setState({ bottom: "log" })}>
          {nameOfNode(node)}
        </button>
      </h3>
      <NodeLog key={node} node={node} last={12} />
    </section>
  );
}

const BARS = 8;

function EarlierRuns({ current }: { current: number }) {
  const design = useDesign((store) => store.id);
  const { data } = useRuns(design ?? "");
  const shown = (data ?? []).slice(0, BARS).reverse();
  const last = data?.find((run) => run.number < current && run.seconds !== null);
  if (!last || shown.length < 2) return null;
  return (
    <section className="run-section run-earlier">
      <div>
        <h3 className="caption">{text.run.earlier}</h3>
        <p>{text.run.earlierTook(last.number, last.seconds!)}</p>
      </div>
      <Bars runs={shown} current={current} />
    </section>
  );
}

function Bars({ runs, current }: { runs: RunSummary[]; current: number }) {
  const most = Math.max(...runs.map((run) => run.seconds ?? 0), 0.1);
  return (
    <svg width="104" height="28" aria-hidden="true">
      {runs.map((run, index) => {
        const tall = Math.max(2, ((run.seconds ?? 0) / most) * 25);
        const colour =
          run.number === current ? "var(--pen-text)" : run.state === "failed" ? "var(--red)" : "var(--bar)";
        return (
          <a key={run.id} href={urlOf(`/runs/${run.id}/report`)} target="_blank" rel="noreferrer">
            <title>{`${text.run.title(run.number)}, ${clockSeconds(new Date(run.created_at))}, ${seconds(run.seconds ?? 0)}`}</title>
            <rect x={index * 13} y={26 - tall} width="9" height={tall} fill={colour} />
          </a>
        );
      })}
      <path d="M0 26.5h104" stroke="var(--hairline-strong)" />
    </svg>
  );
}
