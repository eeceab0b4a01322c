/** What the choices of a search did: how much each moved the metric, and all trials of a learner together. */

import { useMemo, useState } from "react";
import type { AutomatedMLView } from "../../../api/artifactViews";
import { formatPercent } from "../../../lib/format";
import { automlTexts as texts } from "../../../messages/automlTexts";
import { SegmentedSwitch } from "../../../ui/Segments";
import { TrialCoordinates } from "../trials/TrialCoordinates";
import { buildTrialAxis } from "../trials/trialTexts";
import "../trials/trialsView.css";
import { buildTrials, listComparable, rankSettings, type SearchedLearner } from "./searchedChoices";

export function SearchedChoices({ shown }: { shown: AutomatedMLView }) {
  const learners = useMemo(() => listComparable(shown), [shown]);
  const [chosen, setChosen] = useState<string>();
  const learner = learners.find(({ module }) => module === chosen) ?? learners[0];
  if (!learner) return null;
  return (
    <section className="searched-choices">
      <header>
        <h3>{texts.choices}</h3>
        <p className="plot-caption">{describeLearners(shown)}</p>
      </header>
      {learners.length > 1 && (
        <div className="searched-choices-learners">
          <SegmentedSwitch
            size="xs"
            aria-label={texts.choicesOf}
            data={learners.map(({ module, title }) => ({ value: module, label: title }))}
            value={learner.module}
            onChange={setChosen}
          />
        </div>
      )}
      <div className="searched-choices-panes">
        <Importance learner={learner} metric={shown.metric} />
        <Coordinates key={learner.module} shown={shown} learner={learner} />
      </div>
    </section>
  );
}

function describeLearners(shown: AutomatedMLView): string {
  const share = shown.learner_importance;
  return share == null ? texts.choicesFew : texts.choicesBetween(formatPercent(share, 0), shown.metric);
}

function Importance({ learner, metric }: { learner: SearchedLearner; metric: string }) {
  const ranked = rankSettings(learner);
  const longest = Math.max(...ranked.map(({ importance }) => importance), Number.EPSILON);
  return (
    <div className="searched-importance">
      <h4>{texts.importance}</h4>
      <p className="plot-caption">{ranked.length > 0 ? texts.importanceCaption(metric) : texts.importanceFew}</p>
      <dl>
        {ranked.map(({ title, importance }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              <i style={{ width: `${(100 * importance) / longest}%` }} />
              <span>{formatPercent(importance, 0)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Coordinates({ shown, learner }: { shown: AutomatedMLView; learner: SearchedLearner }) {
  const trials = useMemo(() => buildTrials(shown, learner), [shown, learner]);
  const axes = useMemo(() => trials.parameters.map((_, at) => buildTrialAxis(trials, at)), [trials]);
  const best = trials.trials.findIndex(({ number }) => number === trials.best);
  const [chosen, setChosen] = useState(best);
  if (axes.length === 0) return null;
  return <TrialCoordinates shown={trials} axes={axes} chosen={chosen} onChoose={setChosen} />;
}
