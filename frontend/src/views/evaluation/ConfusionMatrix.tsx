/** What the threshold makes of the rows: found, missed, false alarms, rightly left alone. */

import type { TwoClassDetails } from "../../api/types";
import { resultsMessages as say } from "../../messages/results";
import { count, percent } from "../format";
import { countsAt } from "../metrics";

interface Props {
  name: string;
  details: TwoClassDetails;
  threshold: number;
}

export function ConfusionMatrix({ name, details, threshold }: Props) {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = countsAt(details, threshold);
  const negatives = Math.max(1, details.rows - details.positives);
  const positives = Math.max(1, details.positives);
  const words = say.evaluation.confusion;
  return (
    <section>
      <header className="plot-head">
        <h3>{words.title}</h3>
        <span className="plot-caption confusion-model">{name}</span>
      </header>
      <table className="confusion" aria-label={words.title}>
        <thead>
          <tr>
            <td />
            <th scope="col">{words.called(details.positive)}</th>
            <th scope="col">{words.called(details.negative)}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{words.really(details.positive)}</th>
            <Cell good rows={truePositives} note={words.found(percent(truePositives / positives))} />
            <Cell rows={falseNegatives} note={words.missed(percent(falseNegatives / positives))} />
          </tr>
          <tr>
            <th scope="row">{words.really(details.negative)}</th>
            <Cell rows={falsePositives} note={words.falseAlarm(percent(falsePositives / negatives))} />
            <Cell good rows={trueNegatives} note={words.right(percent(trueNegatives / negatives))} />
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function Cell({ rows, note, good = false }: { rows: number; note: string; good?: boolean }) {
  return (
    <td className={good ? "good" : "bad"}>
      <span className="confusion-count">{count(rows)}</span>
      <span className="confusion-note">{note}</span>
    </td>
  );
}
