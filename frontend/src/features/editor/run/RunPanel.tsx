/** The run beside the canvas: how far it is, its steps with their times, what they print, and earlier runs. */

import { Anchor } from "@mantine/core";
import { deployDesignAction } from "../../../actions/deploy";
import { registerModelAction } from "../../../actions/registerModel";
import type { Run, RunSummary, Step } from "../../../api/apiTypes";
import { toUrl } from "../../../api/basePath";
import { useRuns } from "../../../api/queries";
import { centerOnNode } from "../../../canvas/viewport";
import { appTexts } from "../../../messages/appTexts";
import { formatClockSeconds, formatSeconds } from "../../../messages/formatting";
import { useDesign } from "../../../stores/designStore";
import { getNodeName } from "../../../stores/nodeNames";
import { hasEnded, useRun } from "../../../stores/runStore";
import { selectCards, useUi } from "../../../stores/uiStore";
import { type Action, isOffered, useActionEnabled } from "../../../ui/actions/action";
import { performAction } from "../../../ui/actions/keyboardShortcuts";
import { EmptyState } from "../../../ui/EmptyState";
import { StatusIcon } from "../../../ui/StatusLine";
import { useNow } from "../../../ui/useNow";
import { NodeLog } from "./LogPanel";
import { RunNotices } from "./RunNotices";
import { RunningSteps } from "./RunningStep";
import { RunResults } from "./RunResults";
import { RunSteps } from "./RunSteps";
import "./runProgress.css";
import "./runPanel.css";

export function RunPanel() {
  const run = useRun((store) => store.run);
  return (
    <aside className="run-panel" aria-label={run ? appTexts.run.title(run.number) : appTexts.run.none}>
      {run ? (
        <>
          <RunHeading run={run} />
          <RunningSteps run={run} />
          <RunResults run={run} />
          <RunSteps run={run} />
          {hasEnded(run.state) && <ChangedSinceRun number={run.number} />}
          <LiveRunLog run={run} />
          <EarlierRuns current={run.number} />
        </>
      ) : (
        <EmptyState title={appTexts.run.none} details={appTexts.run.noneHow} />
      )}
    </aside>
  );
}

function RunHeading({ run }: { run: Run }) {
  const now = useNow(!hasEnded(run.state));
  const started = new Date(run.started_at ?? run.created_at);
  const until = run.finished_at ? new Date(run.finished_at).getTime() : now;
  const time = Math.max(0, (until - started.getTime()) / 1000);
  const count = (...states: Step["state"][]) => run.steps.filter((step) => states.includes(step.state)).length;
  const [done, failed, notRun] = [count("succeeded", "reused"), count("failed"), count("skipped", "cancelled")];
  return (
    <div className="run-heading">
      <div className="run-title">
        <h2>{appTexts.run.title(run.number)}</h2>
        <span className={`chip chip-${run.state}`}>
          <StatusIcon kind={run.state} size={14} />
          {appTexts.runStates[run.state]}
        </span>
      </div>
      <p className="run-started">{appTexts.run.started(started, run.revision)}</p>
      <ProgressBar steps={run.steps} />
      <p className="run-counts">
        {appTexts.run.done(done, run.steps.length)}
        {failed > 0 && <b className="run-failed">{appTexts.run.failed(failed)}</b>}
        {notRun > 0 && <span>{appTexts.run.notRun(notRun)}</span>}
        <span>{appTexts.run.took(time)}</span>
      </p>
      <ExcludedNodes run={run} />
      <RunNotices run={run} />
      {hasEnded(run.state) && (
        <p className="run-next">
          <Anchor href={toUrl(`/runs/${run.id}/report`)} target="_blank" size="sm">
            {appTexts.run.report}
          </Anchor>
          {run.state === "succeeded" && (
            <>
              <ActionLink action={registerModelAction} />
              <ActionLink action={deployDesignAction} />
            </>
          )}
        </p>
      )}
    </div>
  );
}

/** What a model is trained for comes next, where the design has one. */
function ActionLink({ action }: { action: Action }) {
  const isEnabled = useActionEnabled(action);
  if (!isEnabled || !isOffered(action)) return null;
  return (
    <Anchor component="button" type="button" size="sm" onClick={() => void performAction(action)}>
      {action.name}
    </Anchor>
  );
}

/** The cards that a run did without: they had problems, or it ran only to some card. */
function ExcludedNodes({ run }: { run: Run }) {
  const nodes = useDesign(({ document }) => document?.nodes);
  const took = new Set(run.steps.map((step) => step.node));
  const names = Object.keys(nodes ?? {})
    .filter((id) => !took.has(id) && !nodes![id]!.disabled)
    .map(getNodeName);
  return names.length > 0 ? <p className="run-left-out">{appTexts.run.leftOut([...new Set(names)])}</p> : null;
}

/** The cards that would give something else now. */
function ChangedSinceRun({ number }: { number: number }) {
  const changed = useDesign(({ analysis, document }) =>
    analysis?.changed.filter((id) => document?.nodes[id]).join(" "),
  );
  if (!changed) return null;
  return (
    <section className="run-section">
      <h3 className="caption">{appTexts.run.changed(number)}</h3>
      <p className="run-changed">
        {changed.split(" ").map((id) => (
          <button key={id} type="button" onClick={() => showCard(id)}>
            {getNodeName(id)}
          </button>
        ))}
      </p>
    </section>
  );
}

function showCard(id: string): void {
  selectCards([id]);
  centerOnNode(id);
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
function LiveRunLog({ run }: { run: Run }) {
  const selected = useUi((ui) => ui.selection[0]);
  const find = (state: Step["state"]) => run.steps.find((step) => step.state === state)?.node;
  const chosen = run.steps.find((step) => step.node === selected)?.node;
  const node = find("running") ?? chosen ?? find("failed");
  if (!node) return null;
  return (
    <section className="run-section">
      <h3 className="caption">
        {appTexts.run.log}
        <button type="button" onClick={() => useUi.setState({ bottomTab: "log" })}>
          {getNodeName(node)}
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
        <h3 className="caption">{appTexts.run.earlier}</h3>
        <p>{appTexts.run.earlierTook(last.number, last.seconds!)}</p>
      </div>
      <RunBars runs={shown} current={current} />
    </section>
  );
}

function RunBars({ runs, current }: { runs: RunSummary[]; current: number }) {
  const most = Math.max(...runs.map((run) => run.seconds ?? 0), 0.1);
  return (
    <svg width="104" height="28" role="group" aria-label={appTexts.run.earlier}>
      {runs.map((run, index) => {
        const tall = Math.max(2, ((run.seconds ?? 0) / most) * 25);
        const color = run.number === current ? "var(--pen-text)" : run.state === "failed" ? "var(--red)" : "var(--bar)";
        const name = `${appTexts.run.title(run.number)}, ${formatClockSeconds(new Date(run.created_at))}, ${formatSeconds(run.seconds ?? 0)}`;
        return (
          <a key={run.id} href={toUrl(`/runs/${run.id}/report`)} target="_blank" rel="noreferrer" aria-label={name}>
            <title>{name}</title>
            <rect x={index * 13} y={26 - tall} width="9" height={tall} fill={color} />
          </a>
        );
      })}
      <path d="M0 26.5h104" stroke="var(--hairline-strong)" />
    </svg>
  );
}
