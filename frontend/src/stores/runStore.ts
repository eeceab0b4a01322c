/** The latest run of the open design: steps by node, progress and logs as they come. */

import { create } from "zustand";
import { getGuestAccess, toDesignPath } from "../api/accessMode";
import type { DesignEvent, LogLine, Output, Run, RunState, Step } from "../api/apiTypes";
import { getJson, postJson } from "../api/client";
import type { SharedStep } from "../api/guestSession";
import { queryClient } from "../api/queries";
import { createUniqueId } from "../graph/ids";
import { notifyFailure } from "../lib/toasts";
import { analyzeDesign, flushChanges, useDesign } from "./designStore";

interface RunStore {
  run: Run | null;
  /** By node: the steps of the latest run, and those of earlier runs for nodes that are not in it. */
  steps: Record<string, Step>;
  /** By node: what its last step that gave anything gave, for the picture of a card whose newest step gave nothing. */
  former: Record<string, Step["outputs"]>;
  progress: Record<string, NonNullable<Step["progress"]>>;
  logs: Record<string, LogLine[]>;
  /** From the press of Run to the server's answer. */
  isStarting: boolean;
}

const NO_RUN: RunStore = { run: null, steps: {}, former: {}, progress: {}, logs: {}, isStarting: false };
const MAX_LOG_LINES = 2_000;

export const useRun = create<RunStore>(() => NO_RUN);
const { getState, setState } = useRun;

export const hasEnded = (state: RunState): boolean => state !== "queued" && state !== "running";
export const hasActiveRun = (store: RunStore): boolean => store.run !== null && !hasEnded(store.run.state);

/** Read the latest run of the design. */
export async function openRun(design: string): Promise<void> {
  setState(NO_RUN);
  await (getGuestAccess() ? loadSharedResults(design) : reloadRun(design));
}

/** Of results visitors see what their link shows, and of runs nothing. */
export async function loadSharedResults(design: string): Promise<void> {
  const [steps, { loadSharedSteps }] = await Promise.all([
    getJson<SharedStep[]>(toDesignPath(design, "steps")),
    import("./sharedDesign"),
  ]);
  if (useDesign.getState().id === design) loadSharedSteps(steps);
}

async function reloadRun(design: string): Promise<void> {
  // The steps of all cards come with the latest run, whether they were in it or not; the run itself says which were.
  const latest = await getJson<Run | null>(`/api/designs/${design}/runs/latest`);
  if (!latest) return;
  const run = await getJson<Run>(`/api/runs/${latest.id}`);
  if (useDesign.getState().id !== design) return;
  const older = Object.fromEntries(latest.steps.map((step) => [step.node, step]));
  setState(({ steps, former }) => ({ steps: { ...older, ...steps }, former: keepOutputs(former, older) }));
  showRun(run);
}

export function closeRun(): void {
  setState(NO_RUN);
}

/**
 * Run the design, or only what the targets need. Everything drawn so far is saved first.
 * Data pass by the nodes of `omitKey` in this run only.
 */
export async function startRun(targets: string[], without: string[] = []): Promise<void> {
  const { id } = useDesign.getState();
  if (!id || getState().isStarting) return;
  setState({ isStarting: true });
  try {
    await flushChanges();
    const run = await postJson<Run>(`/api/designs/${id}/runs`, { targets, without, key: createUniqueId() });
    setState({ progress: {}, logs: {} });
    showRun(run);
  } catch (error) {
    notifyFailure(error);
  } finally {
    setState({ isStarting: false });
  }
}

export async function cancelRun(): Promise<void> {
  const { run } = getState();
  if (!run) return;
  try {
    showRun(await postJson<Run>(`/api/runs/${run.id}/cancel`));
  } catch (error) {
    notifyFailure(error);
  }
}

/** An event of the server about a run. */
export function receiveRun(
  event: Extract<DesignEvent, { event: "run" | "step" | "progress" | "log" | "reset" }>,
): void {
  switch (event.event) {
    case "run":
      showRun(event.data);
      break;
    case "step":
      showStep(event.data.number, event.data.step);
      break;
    case "progress":
      setState(({ progress }) => ({ progress: { ...progress, [event.data.node]: event.data.progress } }));
      break;
    case "log":
      setState(({ logs }) => ({
        logs: { ...logs, [event.data.node]: appendLog(logs[event.data.node], event.data.lines) },
      }));
      break;
    case "reset": {
      const { id } = useDesign.getState();
      if (id) void (getGuestAccess() ? loadSharedResults(id) : reloadRun(id)).catch(notifyFailure);
    }
  }
}

function appendLog(before: LogLine[] = [], lines: LogLine[]): LogLine[] {
  return [...before, ...lines].slice(-MAX_LOG_LINES);
}

function showRun(run: Run): void {
  const before = getState().run;
  // Events of an older run may still be on their way.
  if (before && run.number < before.number) return;
  const newest = before?.id === run.id ? mergeNewer(before, run) : run;
  const steps = Object.fromEntries(newest.steps.map((step) => [step.node, step]));
  setState((state) => ({
    run: newest,
    steps: { ...state.steps, ...steps },
    former: keepOutputs(state.former, state.steps, steps),
  }));
  const over = hasEnded(newest.state) && (before?.id !== run.id || !hasEnded(before.state));
  void queryClient.invalidateQueries({ queryKey: ["runs", run.design_id] });
  if (over) void analyzeDesign(true);
}

/** An answer to a request may come after events that are newer: nothing goes back to an earlier state. */
function mergeNewer(before: Run, after: Run): Run {
  const known = new Map(before.steps.map((step) => [step.node, step]));
  const steps = after.steps.map((step) => {
    const was = known.get(step.node);
    return was && was.attempt >= step.attempt && getStage(was.state) > getStage(step.state) ? was : step;
  });
  return getStage(before.state) > getStage(after.state) ? { ...before, steps } : { ...after, steps };
}

/** The outputs of these steps in the place of former ones, where they have any. */
function keepOutputs(former: RunStore["former"], ...all: Record<string, Step>[]): RunStore["former"] {
  const given = all
    .flatMap((steps) => Object.entries(steps))
    .filter(([, step]) => Object.keys(step.outputs).length > 0);
  return given.length === 0
    ? former
    : { ...former, ...Object.fromEntries(given.map(([node, { outputs }]) => [node, outputs])) };
}

function getStage(state: RunState | Step["state"]): number {
  if (state === "queued") return 0;
  return state === "running" ? 1 : 2;
}

function showStep(number: number, step: Step): void {
  const { run } = getState();
  if (run && number < run.number) return;
  setState((state) => ({
    steps: { ...state.steps, [step.node]: step },
    former: keepOutputs(state.former, { [step.node]: step }),
    run: state.run && { ...state.run, steps: state.run.steps.map((one) => (one.node === step.node ? step : one)) },
  }));
}

/** What left a port, as far as is known: the latest run's output, else what the analysis found. */
export function getOutput(node: string, port: string): Output | undefined {
  return getState().steps[node]?.outputs[port] ?? useDesign.getState().analysis?.known[`${node}.${port}`];
}

export function useOutput(node: string, port: string): Output | undefined {
  const ran = useRun((store) => store.steps[node]?.outputs[port]);
  const known = useDesign((store) => store.analysis?.known[`${node}.${port}`]);
  return ran ?? known;
}
