/** Says for screen readers what happened: edits, the run, problems that came or went. */

import { useEffect, useState } from "react";
import type { EditHistory, HistoryEntry } from "../../graph/undoHistory";
import { appTexts } from "../../messages/appTexts";
import { outlineTexts } from "../../messages/outlineTexts";
import { useDesign } from "../../stores/designStore";
import { getNodeName } from "../../stores/nodeNames";
import { hasEnded, useRun } from "../../stores/runStore";
import { useUi } from "../../stores/uiStore";

const texts = outlineTexts.announcements;

export default function LiveRegion() {
  const [done, setDone] = useState("");
  const [found, setFound] = useState("");
  useEffect(() => {
    const announce = (words: string | null) => words && setFound(words);
    // What was done before this was loaded is said too.
    setDone(useDesign.getState().history.past.at(-1)?.label ?? "");
    const leave = [
      useDesign.subscribe((now, before) => {
        if (now.id !== before.id) return;
        if (now.history !== before.history) setDone((was) => describeEdit(now.history, before.history) ?? was);
        if (before.analysis && now.analysis) {
          announce(
            describeNewProblem(
              now.analysis.problems.map(describeStepMessage),
              before.analysis.problems.map(describeStepMessage),
            ),
          );
        }
      }),
      useRun.subscribe(({ run, steps }, { run: before }) => {
        if (!run || run === before) return;
        if (run.id !== before?.id && !hasEnded(run.state)) announce(texts.started(run.number));
        if (run.id !== before?.id || !hasEnded(run.state) || hasEnded(before.state)) return;
        const broken = run.steps.find(({ state }) => state === "failed");
        const failure = broken && steps[broken.node]?.error;
        const result = texts.ended(run.number, appTexts.runStates[run.state]);
        announce(failure ? `${result}. ${texts.failed(getNodeName(broken.node), failure.message)}` : result);
      }),
    ];
    const leaveUi = useUi.subscribe(({ result, bottomTab }, before) => {
      const shown = result && bottomTab === "results" && (result !== before.result || bottomTab !== before.bottomTab);
      if (shown) announce(texts.shown(getNodeName(result.node)));
    });
    return () => {
      leaveUi();
      for (const stop of leave) stop();
    };
  }, []);
  return (
    <div className="visually-hidden" aria-live="polite" data-announcer>
      <p>{done}</p>
      <p>{found}</p>
    </div>
  );
}

const describeStepMessage = ({ node, message }: { node: string | null; message: string }): string =>
  node === null ? message : `${getNodeName(node)}: ${message}`;

function describeEdit(now: EditHistory, before: EditHistory): string | null {
  const [last, was]: (HistoryEntry | undefined)[] = [now.past.at(-1), before.past.at(-1)];
  if (now.past.length < before.past.length) return was ? texts.undone(was.label) : null;
  if (last === was || !last) return null;
  return now.future.length < before.future.length && before.future[0]?.label === last.label
    ? texts.redone(last.label)
    : last.label;
}

function describeNewProblem(now: readonly string[], before: readonly string[]): string | null {
  if (now.length === 0) return before.length > 0 ? texts.noProblems : null;
  const newProblem = now.find((one) => !before.includes(one));
  if (newProblem !== undefined) return texts.problems(now.length, newProblem);
  return now.length < before.length ? texts.problemsLeft(now.length) : null;
}
