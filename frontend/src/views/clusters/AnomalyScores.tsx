/** The scores of the training data as a histogram, with the threshold that divides usual rows from anomalies. */

import type { AnomalyDetails } from "../../api/views";
import { clusterMessages as say } from "../../messages/clusters";
import { Plot, type Scales } from "../charts/Plot";
import { count, fixed, percent, short } from "../format";

export function AnomalyScores({ details }: { details: AnomalyDetails }) {
  const { histogram, threshold, rows, anomalies } = details;
  const most = Math.sqrt(Math.max(1, ...histogram.counts));
  return (
    <div className="clusters-row">
      <Plot
        title={say.anomaly.scores}
        caption={say.anomaly.scoresCaption}
        label={say.anomaly.label(count(anomalies), count(rows))}
        xLabel={say.anomaly.x}
        xDomain={[0, 1]}
        yDomain={[0, most * 1.12]}
        yTick={(root) => count(root * root)}
      >
        {(scales) => (
          <>
            <Bars histogram={histogram} threshold={threshold} scales={scales} />
            <Line details={details} scales={scales} />
          </>
        )}
      </Plot>
      <Quantiles details={details} />
    </div>
  );
}

interface BarsProps {
  histogram: AnomalyDetails["histogram"];
  threshold: number;
  scales: Scales;
}

function Bars({ histogram: { counts, edges }, threshold, scales: { x, y, box } }: BarsProps) {
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
        <title>{say.anomaly.bin(fixed(low, 3), fixed(high, 3), count(value))}</title>
      </rect>
    );
  });
}

function Line({ details, scales: { x, box } }: { details: AnomalyDetails; scales: Scales }) {
  const at = x(details.threshold);
  return (
    <g>
      <path d={`M${at} ${box.top}V${box.bottom}`} className="anomaly-line" />
      <circle cx={at} cy={box.top + 4} r={5.5} className="threshold-dot" />
      <text x={at - 12} y={box.top + 8} textAnchor="end">
        {say.anomaly.usual(count(details.rows - details.anomalies))}
      </text>
      <text x={at + 12} y={box.top + 8} className="anomaly-word">
        {say.anomaly.strange(count(details.anomalies))}
      </text>
    </g>
  );
}

function Quantiles({ details }: { details: AnomalyDetails }) {
  return (
    <section>
      <header className="plot-head">
        <h3>{say.anomaly.quantiles}</h3>
      </header>
      <p className="plot-caption">{say.anomaly.own(short(details.own_threshold))}</p>
      <table className="sizes sizes-narrow">
        <thead>
          <tr>
            <th scope="col" className="number">
              {say.anomaly.share}
            </th>
            <th scope="col" className="number">
              {say.anomaly.below}
            </th>
          </tr>
        </thead>
        <tbody>
          {details.quantiles.map(({ share, score }) => (
            <tr key={share}>
              <th scope="row" className="number">
                {percent(share, 0)}
              </th>
              <td className="number">{fixed(score, 3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
