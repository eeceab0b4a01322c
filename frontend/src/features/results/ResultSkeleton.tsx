/** What stands where a result is about to be: its shape in gray, so that nothing jumps once it is there. */

import { resultTexts as texts } from "../../messages/resultTexts";
import "./resultSkeleton.css";

export function ResultSkeleton() {
  return (
    <div className="result-skeleton" role="status">
      <span className="visually-hidden">{texts.results.loading}</span>
      <i className="result-skeleton-title" />
      <div className="result-skeleton-row">
        {[0, 1, 2, 3, 4, 5].map((tile) => (
          <i key={tile} className="result-skeleton-tile" />
        ))}
      </div>
      <div className="result-skeleton-row">
        {[0, 1, 2].map((chart) => (
          <i key={chart} className="result-skeleton-chart" />
        ))}
      </div>
    </div>
  );
}
