/** The trials of Tune Model Hyperparameters: the best of them, how the search went, and what each parameter did. */

import { type KeyboardEvent, useMemo, useState } from "react";
import type { TuningTrialsView } from "../../../api/artifactViews";
import { formatCount } from "../../../lib/format";
import { findMetric } from "../../../lib/metrics";
import { tuningTexts } from "../../../messages/tuningTexts";
import { TrialCoordinates } from "./TrialCoordinates";
import { TrialProgress, TrialScatter } from "./TrialPlots";
import { buildTrialAxis, describeMetricValue, describeTrialValue } from "./trialTexts";
import "./trialsView.css";

const texts = tuningTexts.trials;

export default function TrialsView({ shown }: { shown: TuningTrialsView }) {
  const [chosen, setChosen] = useState(() => Math.max(0, findTrialIndex(shown, shown.best)));
  const axes = useMemo(() => shown.parameters.map((_, at) => buildTrialAxis(shown, at)), [shown]);
  const step = (event: KeyboardEvent) => {
    const next = getNextTrial(event.key, chosen, shown.trials.length);
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
  };
  return (
    <article className="trials">
      <header>
        <h2>{getTrialsTitle(shown)}</h2>
        <p>{describeTrials(shown)}</p>
      </header>
      <div className="trials-charts">
        <ChosenTrial shown={shown} at={chosen} onKeyDown={step} />
        <TrialProgress shown={shown} chosen={chosen} onChoose={setChosen} />
        {axes.length > 1 && <TrialCoordinates shown={shown} axes={axes} chosen={chosen} onChoose={setChosen} />}
        <div className="trials-against">
          {axes.map((axis, at) => (
            <TrialScatter key={axis.title} shown={shown} axis={axis} at={at} chosen={chosen} onChoose={setChosen} />
          ))}
        </div>
      </div>
    </article>
  );
}

const findTrialIndex = (shown: TuningTrialsView, number: number): number =>
  shown.trials.findIndex((trial) => trial.number === number);

function getNextTrial(key: string, from: number, trials: number): number | null {
  const moves: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
  if (key === "Home") return 0;
  if (key === "End") return trials - 1;
  const move = moves[key];
  return move === undefined ? null : Math.min(trials - 1, Math.max(0, from + move));
}

function getTrialsTitle(shown: TuningTrialsView): string {
  const best = shown.trials[findTrialIndex(shown, shown.best)];
  return texts.title(findMetric(shown.metric).title, describeMetricValue(shown.metric, best?.value ?? null));
}

function describeTrials(shown: TuningTrialsView): string {
  const having = (state: string) => shown.trials.filter((trial) => trial.state === state).length;
  const states = texts.states(having("Stopped early"), having("Failed"));
  const trials = `${formatCount(shown.count)} trials${states ? ` (${states})` : ""}`;
  const sentences = [texts.detail(shown.learner, trials, shown.folds)];
  if (shown.usual) sentences.push(texts.usual);
  if (shown.trials.length < shown.count)
    sentences.push(texts.first(formatCount(shown.trials.length), formatCount(shown.count)));
  return sentences.join(" ");
}

function describeTrial(shown: TuningTrialsView, at: number): string {
  const trial = shown.trials[at]!;
  const values = shown.parameters.map(({ title: name }, place) => `${name} ${describeTrialValue(trial.values[place])}`);
  return [texts.chosen(trial.number, describeMetricValue(shown.metric, trial.value)), ...values].join(", ");
}

/** The values of the chosen trial, which is the best one at first. */
function ChosenTrial({
  shown,
  at,
  onKeyDown,
}: {
  shown: TuningTrialsView;
  at: number;
  onKeyDown: (event: KeyboardEvent) => void;
}) {
  const trial = shown.trials[at]!;
  const words = [
    trial.number === shown.best ? texts.best : texts.state[trial.state],
    trial.deviation === null ? null : texts.deviation(describeMetricValue(shown.metric, trial.deviation)),
  ];
  return (
    <section className="trials-chosen">
      <div
        className="trials-chooser"
        role="slider"
        tabIndex={0}
        aria-label={texts.chosenLabel}
        aria-valuemin={1}
        aria-valuemax={shown.trials.length}
        aria-valuenow={at + 1}
        aria-valuetext={describeTrial(shown, at)}
        onKeyDown={onKeyDown}
      >
        {texts.chosen(trial.number, describeMetricValue(shown.metric, trial.value))}
      </div>
      <p className="plot-caption">{words.filter((word) => word !== null).join(", ")}</p>
      <dl>
        {shown.parameters.map(({ title: name }, place) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{describeTrialValue(trial.values[place])}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
