/** How well each of two classes is found at the threshold. */

import type { TwoClassDetails } from "../../api/views";
import { judging } from "../../messages/looking";
import { resultsMessages as say } from "../../messages/results";
import { count, fixed } from "../format";
import { type Counts, countsAt, thresholdMetrics } from "../metrics";

/** The same counts as seen from the other class. */
const turned = (counts: Counts): Counts => ({
  truePositives: counts.trueNegatives,
  falsePositives: counts.falseNegatives,
  trueNegatives: counts.truePositives,
  falseNegatives: counts.falsePositives,
});

export function TwoClassTable({ details, threshold }: { details: TwoClassDetails; threshold: number }) {
  const counts = countsAt(details, threshold);
  const words = say.evaluation.perClass;
  const lines: [string, Counts, number][] = [
    [details.positive, counts, details.positives],
    [details.negative, turned(counts), details.rows - details.positives],
  ];
  return (
    <section>
      <header className="plot-head">
        <h3>{judging.perClass}</h3>
        <span className="plot-caption">{judging.perClassCaption(fixed(threshold, 2))}</span>
      </header>
      <table className="per-class two-class-table" aria-label={judging.perClass}>
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
            const { precision, recall, f1 } = thresholdMetrics(seen);
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                {[precision, recall, f1].map((value, at) => (
                  <td key={at} className="number">
                    {value === null ? say.evaluation.numbers.none : fixed(value, 3)}
                  </td>
                ))}
                <td className="number">{count(rows)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
