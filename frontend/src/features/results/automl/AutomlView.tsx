/** A search by Automated ML: the final figure, how it went, its leaderboard, and what became of the columns. */

import { useMemo } from "react";
import type { AutomatedMLView } from "../../../api/artifactViews";
import { formatCount } from "../../../lib/format";
import { automlTexts as texts } from "../../../messages/automlTexts";
import { formatSeconds } from "../../../messages/formatting";
import { TypeGlyph } from "../../../ui/TypeGlyph";
import { describeMetricValue } from "../trials/trialTexts";
import { AutomlProgress } from "./AutomlProgress";
import { rankCandidates } from "./candidateRanking";
import { Leaderboard } from "./Leaderboard";
import { SearchedChoices } from "./SearchedChoices";
import "./automlView.css";

interface Props {
  shown: AutomatedMLView;
  node: string | undefined;
}

export default function AutomlView({ shown, node }: Props) {
  const ranked = useMemo(() => rankCandidates(shown), [shown]);
  return (
    <article className="automl">
      <div className="automl-panes">
        <div className="automl-main">
          <header>
            <h2>{describeFinal(shown)}</h2>
            <p>{describeSearch(shown)}</p>
          </header>
          <AutomlProgress shown={shown} />
          <Leaderboard shown={shown} ranked={ranked} node={node} />
          <SearchedChoices shown={shown} />
        </div>
        <ColumnChoices shown={shown} />
      </div>
    </article>
  );
}

function describeFinal(shown: AutomatedMLView): string {
  const value = describeMetricValue(shown.metric, shown.final_value);
  return texts.final(shown.metric, value, formatCount(shown.held_out_rows));
}

function describeInterval({ metric, final_value: value, final_interval: half }: AutomatedMLView): string | null {
  if (value === null || half === null) return null;
  return texts.finalInterval(describeMetricValue(metric, value - half), describeMetricValue(metric, value + half));
}

function describeSearch(shown: AutomatedMLView): string {
  const best = shown.candidates.find(({ number }) => number === shown.best);
  const counting = (state: string) => shown.candidates.filter((one) => one.state === state).length;
  const sentences = [
    describeInterval(shown),
    best && texts.folds(best.learner, shown.metric, describeMetricValue(shown.metric, best.value), shown.folds),
    texts.ended(shown.candidates.length, counting("stopped early"), counting("failed"), formatSeconds(shown.seconds)),
    shown.ended,
    texts.rows(formatCount(shown.search_rows), formatCount(shown.held_out_rows)),
    shown.unlabeled_rows > 0 && texts.unlabeled(formatCount(shown.unlabeled_rows)),
  ];
  return sentences.filter(Boolean).join(" ");
}

function ColumnChoices({ shown }: { shown: AutomatedMLView }) {
  const used = shown.columns.filter((column) => column.used).length;
  return (
    <aside className="automl-columns">
      <h3>{texts.columns}</h3>
      <p>{texts.columnsCaption(used, shown.columns.length)}</p>
      <ul>
        {shown.columns.map((column) => (
          <li key={column.name} data-used={column.used || undefined}>
            <TypeGlyph type={column.type} fixed silent />
            <div>
              <strong>
                {column.name}
                <span className="visually-hidden">{` (${column.used ? texts.used : texts.leftOut})`}</span>
              </strong>
              {column.leak && <span className="automl-leak">{texts.leak}</span>}
              <p>{column.reason}</p>
            </div>
          </li>
        ))}
      </ul>
    </aside>
  );
}
