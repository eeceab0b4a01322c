/** The steps of a run with a bar of time each; those that were reused are one line. */

import { IconChevronDown, IconChevronRight, IconRecycle } from "@tabler/icons-react";
import { useState } from "react";
import type { Run, Step } from "../../../api/apiTypes";
import { findFirstResult, openNodeResult } from "../../../canvas/openNode";
import { centerOnNode } from "../../../canvas/viewport";
import { appTexts } from "../../../messages/appTexts";
import { formatSeconds } from "../../../messages/formatting";
import { findLearnerName, getNodeName } from "../../../stores/nodeNames";
import { hasEnded, useRun } from "../../../stores/runStore";
import { selectCards, showResult, useUi } from "../../../stores/uiStore";
import { ElapsedTime } from "../../../ui/Elapsed";
import { StatusIcon } from "../../../ui/StatusLine";
import { useNow } from "../../../ui/useNow";

const WIDTH = 72;

interface TimeScale {
  from: number;
  /** Seconds of the whole axis. */
  length: number;
}

export function RunSteps({ run }: { run: Run }) {
  const reused = run.steps.filter((step) => step.state === "reused");
  const others = run.steps.filter((step) => step.state !== "reused");
  const scale = computeTimeScale(run, useNow(!hasEnded(run.state)));
  const names = others.map((step) => getNodeName(step.node));
  const twins = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return (
    <section className="run-steps">
      <h3 className="caption">
        {appTexts.run.steps}
        {others.some((step) => step.seconds !== null) && <TimeAxis scale={scale} />}
      </h3>
      {others.map((step) => (
        <StepRow key={step.node} step={step} scale={scale} twin={twins.has(getNodeName(step.node))} />
      ))}
      {reused.length > 0 && <ReusedSteps steps={reused} scale={scale} />}
    </section>
  );
}

function computeTimeScale(run: Run, now: number): TimeScale {
  const times = run.steps.flatMap(({ started_at: from, finished_at: to }) =>
    [from, to].filter((time) => time !== null).map((time) => new Date(time).getTime()),
  );
  const from = times.length > 0 ? Math.min(...times) : 0;
  const last = run.finished_at === null && run.started_at !== null ? now : Math.max(...times, from);
  return { from, length: roundUpNicely((last - from) / 1000) };
}

/** The next round number of seconds: 0.1, 0.2, 0.4, 0.8, 1, 2, 4, 8, 10, ... */
function roundUpNicely(length: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(length, 0.1)));
  return [1, 2, 4, 8, 10].map((step) => step * power).find((step) => step >= length) ?? power;
}

function TimeAxis({ scale }: { scale: TimeScale }) {
  return (
    <span className="run-axis">
      <span>0</span>
      <span>{Number((scale.length / 2).toPrecision(2))}</span>
      <span>{Number(scale.length.toPrecision(2))} s</span>
    </span>
  );
}

interface StepRowProps {
  step: Step;
  scale: TimeScale;
  /** Whether another step has the same name. */
  twin?: boolean;
}

function StepRow({ step, scale, twin = false }: StepRowProps) {
  const selected = useUi((ui) => ui.selection.includes(step.node));
  const show = () => {
    selectCards([step.node]);
    useUi.setState({ side: "run" });
    centerOnNode(step.node);
    const port = useUi.getState().bottomTab === "results" ? findFirstResult(step.node) : null;
    if (port) showResult(step.node, port);
  };
  const name = getNodeName(step.node);
  const state = [appTexts.stepStates[step.state], step.reason].filter(Boolean).join(", ");
  return (
    <button
      type="button"
      className={`run-step run-step-${step.state} ${selected ? "run-step-selected" : ""}`}
      title={`${name}, ${state}`}
      onClick={show}
      onDoubleClick={() => openNodeResult(step.node)}
    >
      <StatusIcon kind={step.state} size={16} />
      <span className="run-step-name">
        {name} {twin && <span className="run-step-learner">{findLearnerName(step.node)}</span>}
        <span className="visually-hidden">, {state}, </span>
      </span>
      <TimeBar step={step} scale={scale} />
      <span className="run-step-time">
        {step.state === "running" && step.started_at !== null ? (
          <ElapsedTime since={step.started_at} />
        ) : (
          step.seconds !== null && formatSeconds(step.seconds)
        )}
      </span>
    </button>
  );
}

const BAR_COLOR: Partial<Record<Step["state"], string>> = {
  succeeded: "var(--green)",
  failed: "var(--red)",
  running: "var(--pen-text)",
  cancelled: "var(--ink-3)",
};

function TimeBar({ step, scale }: { step: Step; scale: TimeScale }) {
  const progress = useRun((store) => store.progress[step.node]) ?? step.progress;
  const at = (time: number) => Math.min(WIDTH, Math.max(0, ((time - scale.from) / 1000 / scale.length) * WIDTH));
  const start = step.started_at === null ? null : at(new Date(step.started_at).getTime());
  const end = step.finished_at === null ? at(Date.now()) : at(new Date(step.finished_at).getTime());
  const left = start === null ? 0 : Math.min(start, WIDTH - 2.5);
  const width = Math.max(2.5, end - left);
  const expected =
    progress?.total && progress.done > 0 ? (width * (progress.total - progress.done)) / progress.done : 0;
  return (
    <svg width={WIDTH} height="14" aria-hidden="true">
      <path d="M.5 0v14M18.5 0v14M36.5 0v14M54.5 0v14" stroke="var(--hairline)" />
      {start !== null && <rect x={left} y="3" width={width} height="8" rx="1" fill={BAR_COLOR[step.state] ?? "none"} />}
      {step.state === "running" && expected > 1 && (
        <rect
          x={left + width}
          y="3.5"
          width={Math.max(0, Math.min(expected, WIDTH - left - width - 0.5))}
          height="7"
          rx="1"
          fill="none"
          stroke="var(--pen-text)"
          strokeDasharray="2 2"
        />
      )}
    </svg>
  );
}

function ReusedSteps({ steps, scale }: { steps: Step[]; scale: TimeScale }) {
  const [open, setOpen] = useState(false);
  const runs = [...new Set(steps.flatMap((step) => step.reused_from ?? []))].sort((a, b) => a - b);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <>
      <button type="button" className="run-step run-reused" aria-expanded={open} onClick={() => setOpen(!open)}>
        <IconRecycle size={16} stroke={1.6} aria-hidden="true" className="status-icon status-reused" />
        <span className="run-step-name">{appTexts.run.reused(steps.length, runs)}</span>
        <Chevron size={15} stroke={1.6} aria-hidden="true" />
      </button>
      {open && steps.map((step) => <StepRow key={step.node} step={step} scale={scale} />)}
    </>
  );
}
