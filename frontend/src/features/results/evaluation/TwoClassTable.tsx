/** How well each of two classes is found at the threshold. */

import type { TwoClassDetails } from "../../../api/artifactViews";
import { formatCount, formatFixed } from "../../../lib/format";
import { type ConfusionCounts, computeThresholdMetrics, countAtThreshold } from "../../../lib/metrics";
import { evaluationChartTexts } from "../../../messages/chartTexts";
import { resultTexts as texts } from "../../../messages/resultTexts";

/** The same counts as seen from the other class. */
const swapClasses = (counts: ConfusionCounts): ConfusionCounts => ({
  truePositives: counts.trueNegatives,
  falsePositives: counts.falseNegatives,
  trueNegatives: counts.truePositives,
  falseNegatives: counts.falsePositives,
});

export function TwoClassTable({ details, threshold }: { details: TwoClassDetails; threshold: number }) {
  const counts = countAtThreshold(details, threshold);
  const words = texts.evaluation.perClass;
  const lines: [string, ConfusionCounts, number][] = [
    [details.positive, counts, details.positives],
    [details.negative, swapClasses(counts), details.rows - details.positives],
  ];
  return (
    <section>
      <header className="plot-head">
        <h3>{evaluationChartTexts.perClass}</h3>
        <span className="plot-caption">{evaluationChartTexts.perClassCaption(formatFixed(threshold, 2))}</span>
      </header>
      <table className="per-class two-class-table" aria-label={evaluationChartTexts.perClass}>
        <thead>
          <tr>
            <th scope="col">{words.class}</th>
            {[words.precision, words.recall, words.f1, words.rows].map((title) => (
              <th key={title} scope="col" className="number">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(([name, seen, rows]) => {
            const { precision, recall, f1 } = computeThresholdMetrics(seen);
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                {[precision, recall, f1].map((value, at) => (
                  <td key={at} className="number">
                    {value === null ? texts.evaluation.numbers.none : formatFixed(value, 3)}
                  </td>
                ))}
                <td className="number">{formatCount(rows)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
