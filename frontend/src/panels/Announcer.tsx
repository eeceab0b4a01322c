/** Says for screen readers what happened: edits, the run, problems that came or went. */

import { useEffect, useState } from "react";
import type { Entry, History } from "../graph/history";
import { text } from "../messages/en";
import { outlining } from "../messages/outline";
import { useDesign } from "../stores/design";
import { ended, useRun } from "../stores/run";
import { useUi } from "../stores/ui";
import { nameOfNode } from "./problemWords";

const say = outlining.said;

export default function Announcer() {
  const [done, setDone] = useState("");
  const [found, setFound] = useState("");
  useEffect(() => {
    const tell = (words: string | null) => words && setFound(words);
    const leave = [
      useDesign.subscribe((now, before) => {
        if (now.id !== before.id) return;
        if (now.history !== before.history) setDone((was) => aboutEdit(now.history, before.history) ?? was);
        if (before.analysis && now.analysis) {
          tell(aboutProblems(now.analysis.problems.map(sentence), before.analysis.problems.map(sentence)));
        }
      }),
      useRun.subscribe(({ run, steps }, { run: before }) => {
        if (!run || run === before) return;
        if (run.id !== before?.id && !ended(run.state)) tell(say.started(run.number));
        if (run.id !== before?.id || !ended(run.state) || ended(before.state)) return;
        const broken = run.steps.find(({ state }) => state === "failed");
        const failure = broken && steps[broken.node]?.error;
        const result = say.ended(run.number, text.runStates[run.state]);
        tell(failure ? `${result}. ${say.failed(nameOfNode(broken.node), failure.message)}` : result);
      }),
    ];
    const leaveUi = useUi.subscribe(({ result, bottom }, before) => {
      const shown = result && bottom === "results" && (result !== before.result || bottom !== before.bottom);
      if (shown) tell(say.shown(nameOfNode(result.node)));
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

const sentence = ({ node, message }: { node: string | null; message: string }): string =>
  node === null ? message : `${nameOfNode(node)}: ${message}`;

function aboutEdit(now: History, before: History): string | null {
  const [last, was]: (Entry | undefined)[] = [now.past.at(-1), before.past.at(-1)];
  if (now.past.length < before.past.length) return was ? say.undone(was.label) : null;
  if (last === was || !last) return null;
  return now.future.length < before.future.length && before.future[0]?.label === last.label
    ? say.redone(last.label)
    : last.label;
}

function aboutProblems(now: readonly string[], before: readonly string[]): string | null {
  if (now.length === 0) return before.length > 0 ? say.noProblems : null;
  const fresh = now.find((one) => !before.includes(one));
  if (fresh !== undefined) return say.problems(now.length, fresh);
  return now.length < before.length ? say.problemsLeft(now.length) : null;
}
