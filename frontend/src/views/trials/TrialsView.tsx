/** The trials of Tune Model Hyperparameters: the best of them, how the search went, and what each parameter did. */

import { type KeyboardEvent, useMemo, useState } from "react";
import type { TrialsShown } from "../../api/views";
import { tuningMessages } from "../../messages/tuning";
import { count } from "../format";
import { metricOf } from "../metrics";
import { Parallel } from "./Parallel";
import { Against, Progress } from "./TrialPlots";
import { axisOf, metricWords, valueWords } from "./trialWords";
import "./trials.css";

const say = tuningMessages.trials;

export default function TrialsView({ shown }: { shown: TrialsShown }) {
  const [chosen, setChosen] = useState(() => Math.max(0, placeOf(shown, shown.best)));
  const axes = useMemo(() => shown.parameters.map((_, at) => axisOf(shown, at)), [shown]);
  const step = (event: KeyboardEvent) => {
    const next = stepped(event.key, chosen, shown.trials.length);
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
  };
  return (
    <article className="trials">
      <header>
        <h2>{title(shown)}</h2>
        <p>{detail(shown)}</p>
      </header>
      <div className="trials-charts">
        <Chosen shown={shown} at={chosen} onKeyDown={step} />
        <Progress shown={shown} chosen={chosen} onChoose={setChosen} />
        {axes.length > 1 && <Parallel shown={shown} axes={axes} chosen={chosen} onChoose={setChosen} />}
        <div className="trials-against">
          {axes.map((axis, at) => (
            <Against key={axis.title} shown={shown} axis={axis} at={at} chosen={chosen} onChoose={setChosen} />
          ))}
        </div>
      </div>
    </article>
  );
}

const placeOf = (shown: TrialsShown, number: number): number =>
  shown.trials.findIndex((trial) => trial.number === number);

function stepped(key: string, from: number, trials: number): number | null {
  const moves: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
  if (key === "Home") return 0;
  if (key === "End") return trials - 1;
  const move = moves[key];
  return move === undefined ? null : Math.min(trials - 1, Math.max(0, from + move));
}

function title(shown: TrialsShown): string {
  const best = shown.trials[placeOf(shown, shown.best)];
  return say.title(metricOf(shown.metric).title, metricWords(shown.metric, best?.value ?? null));
}

function detail(shown: TrialsShown): string {
  const having = (state: string) => shown.trials.filter((trial) => trial.state === state).length;
  const states = say.states(having("Stopped early"), having("Failed"));
  const trials = `${count(shown.count)} trials${states ? ` (${states})` : ""}`;
  const sentences = [say.detail(shown.learner, trials, shown.folds)];
  if (shown.usual) sentences.push(say.usual);
  if (shown.trials.length < shown.count) sentences.push(say.first(count(shown.trials.length), count(shown.count)));
  return sentences.join(" ");
}

function inWords(shown: TrialsShown, at: number): string {
  const trial = shown.trials[at]!;
  const values = shown.parameters.map(({ title: name }, place) => `${name} ${valueWords(trial.values[place])}`);
  return [say.chosen(trial.number, metricWords(shown.metric, trial.value)), ...values].join(", ");
}

/** The values of the chosen trial, which is the best one at first. */
function Chosen({
  shown,
  at,
  onKeyDown,
}: {
  shown: TrialsShown;
  at: number;
  onKeyDown: (event: KeyboardEvent) => void;
}) {
  const trial = shown.trials[at]!;
  const words = [
    trial.number === shown.best ? say.best : say.state[trial.state],
    trial.deviation === null ? null : say.deviation(metricWords(shown.metric, trial.deviation)),
  ];
  return (
    <section className="trials-chosen">
      <div
        className="trials-chooser"
        role="slider"
        tabIndex={0}
        aria-label={say.chosenLabel}
        aria-valuemin={1}
        aria-valuemax={shown.trials.length}
        aria-valuenow={at + 1}
        aria-valuetext={inWords(shown, at)}
        onKeyDown={onKeyDown}
      >
        {say.chosen(trial.number, metricWords(shown.metric, trial.value))}
      </div>
      <p className="plot-caption">{words.filter((word) => word !== null).join(", ")}</p>
      <dl>
        {shown.parameters.map(({ title: name }, place) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{valueWords(trial.values[place])}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
