/** The scores of the training data as a histogram, with the threshold that divides usual rows from anomalies. */

import type { AnomalyDetails } from "../../../api/artifactViews";
import { formatCount, formatFixed, formatPercent, formatShort } from "../../../lib/format";
import { clusterTexts as texts } from "../../../messages/clusterTexts";
import { Plot, type PlotScales } from "../../../ui/charts/Plot";

export function AnomalyScores({ details }: { details: AnomalyDetails }) {
  const { histogram, threshold, rows, anomalies } = details;
  const most = Math.sqrt(Math.max(1, ...histogram.counts));
  return (
    <div className="clusters-row">
      <Plot
        title={texts.anomaly.scores}
        caption={texts.anomaly.scoresCaption}
        label={texts.anomaly.label(formatCount(anomalies), formatCount(rows))}
        xLabel={texts.anomaly.x}
        xDomain={[0, 1]}
        yDomain={[0, most * 1.12]}
        yTick={(root) => formatCount(root * root)}
      >
        {(scales) => (
          <>
            <ScoreBars histogram={histogram} threshold={threshold} scales={scales} />
            <ThresholdLine details={details} scales={scales} />
          </>
        )}
      </Plot>
      <ScoreQuantiles details={details} />
    </div>
  );
}

interface ScoreBarsProps {
  histogram: AnomalyDetails["histogram"];
  threshold: number;
  scales: PlotScales;
}

function ScoreBars({ histogram: { counts, edges }, threshold, scales: { x, y, box } }: ScoreBarsProps) {
  return counts.map((value, at) => {
    const [low, high] = [edges[at]!, edges[at + 1]!];
    const top = y(Math.sqrt(value));
    return (
      <rect
        key={low}
        x={x(low)}
        width={Math.max(1, x(high) - x(low) - 1)}
        y={value > 0 ? Math.min(top, box.bottom - 1) : box.bottom}
        height={value > 0 ? Math.max(1, box.bottom - top) : 0}
        fill={low >= threshold - 1e-9 ? "var(--series-2)" : "var(--bar)"}
      >
        <title>{texts.anomaly.bin(formatFixed(low, 3), formatFixed(high, 3), formatCount(value))}</title>
      </rect>
    );
  });
}

function ThresholdLine({ details, scales: { x, box } }: { details: AnomalyDetails; scales: PlotScales }) {
  const at = x(details.threshold);
  return (
    <g>
      <path d={`M${at} ${box.top}V${box.bottom}`} className="anomaly-line" />
      <circle cx={at} cy={box.top + 4} r={5.5} className="threshold-dot" />
      <text x={at - 12} y={box.top + 8} textAnchor="end">
        {texts.anomaly.usual(formatCount(details.rows - details.anomalies))}
      </text>
      <text x={at + 12} y={box.top + 8} className="anomaly-word">
        {texts.anomaly.strange(formatCount(details.anomalies))}
      </text>
    </g>
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
