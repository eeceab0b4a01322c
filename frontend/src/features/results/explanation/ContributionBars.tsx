/** How far each column moves a prediction on average, and which two do it together. */

import type { ExplanationView } from "../../../api/artifactViews";
import { explanationTexts as texts } from "../../../messages/explanationTexts";
import { TypeGlyph } from "../../../ui/TypeGlyph";
import { createSizeFormat } from "./explanationSummary";

interface Props {
  view: ExplanationView;
  column: number;
  onColumn: (column: number) => void;
}

export function ContributionBars({ view, column, onColumn }: Props) {
  const largest = Math.max(...view.columns.map(({ mean, reach }) => mean + reach), view.others_mean, 1e-12);
  const format = createSizeFormat(view.columns[0]?.mean ?? 0);
  const percent = (value: number) => `${(100 * Math.max(0, value)) / largest}%`;
  return (
    <section className="explanation-bars">
      <header className="plot-head">
        <h3>{texts.relies}</h3>
      </header>
      <p className="plot-caption explanation-caption">{texts.reliesCaption(view.shown.length > 0)}</p>
      <ul>
        {view.columns.map(({ name, type, mean, reach }, at) => (
          <li key={name}>
            <button type="button" aria-pressed={at === column} onClick={() => onColumn(at)}>
              <TypeGlyph type={type} fixed silent />
              <span className="explanation-name" title={name}>
                {name}
              </span>
              <span className="explanation-track" aria-hidden="true">
                <i style={{ width: percent(mean) }} />
                <b style={{ left: percent(mean - reach), right: `calc(100% - ${percent(mean + reach)})` }} />
              </span>
              <span className="explanation-value">{format(mean)}</span>
            </button>
          </li>
        ))}
        {view.other_columns > 0 && (
          <li className="explanation-others">
            <span className="explanation-name">{texts.others(view.other_columns)}</span>
            <span className="explanation-track" aria-hidden="true">
              <i style={{ width: percent(view.others_mean) }} />
            </span>
            <span className="explanation-value">{format(view.others_mean)}</span>
          </li>
        )}
      </ul>
    </section>
  );
}

const MAX_PAIRS = 5;

export function Interactions({ view: { interactions, interaction_rows } }: { view: ExplanationView }) {
  if (interactions.length === 0) return null;
  const format = createSizeFormat(interactions[0]!.mean);
  return (
    <div className="explanation-pairs">
      <h4>{texts.together}</h4>
      <p className="plot-caption explanation-caption">{texts.togetherCaption(interaction_rows)}</p>
      <ol>
        {interactions.slice(0, MAX_PAIRS).map(({ first, second, mean }) => (
          <li key={`${first}\n${second}`}>
            <span>{texts.and(first, second)}</span>
            <span className="explanation-value">{format(mean)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
