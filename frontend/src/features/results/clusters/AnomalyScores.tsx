/** The scores of the training data as a histogram, with the threshold that divides usual rows from anomalies. */

import type { AnomalyDetails } from "../../../api/artifactViews";
import { formatFixed, formatPercent, formatShort } from "../../../lib/format";
import { clusterTexts as texts } from "../../../messages/clusterTexts";
import { DescribedChart } from "../../../ui/charts/DescribedChart";
import anomalyScores from "../../../ui/charts/descriptions/anomaly_scores.json";

export function AnomalyScores({ details }: { details: AnomalyDetails }) {
  return (
    <div className="clusters-row">
      <DescribedChart description={anomalyScores} data={details} />
      <ScoreQuantiles details={details} />
    </div>
  );
}

function ScoreQuantiles({ details }: { details: AnomalyDetails }) {
  return (
    <section>
      <header className="plot-head">
        <h3>{texts.anomaly.quantiles}</h3>
      </header>
      <p className="plot-caption">{texts.anomaly.own(formatShort(details.own_threshold))}</p>
      <table className="sizes sizes-narrow">
        <thead>
          <tr>
            <th scope="col" className="number">
              {texts.anomaly.share}
            </th>
            <th scope="col" className="number">
              {texts.anomaly.below}
            </th>
          </tr>
        </thead>
        <tbody>
          {details.quantiles.map(({ share, score }) => (
            <tr key={share}>
              <th scope="row" className="number">
                {formatPercent(share, 0)}
              </th>
              <td className="number">{formatFixed(score, 3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
