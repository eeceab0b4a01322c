/** How training went: one chart per figure, one curve for each kind of data, epoch by epoch. */

import { useMemo } from "react";
import type { ModelView } from "../../../api/artifactViews";
import { DescribedChart } from "../../../ui/charts/DescribedChart";
import trainingHistory from "../../../ui/charts/descriptions/training_history.json";

type HistoryFigure = NonNullable<ModelView["history"]>[number];

export default function TrainingHistoryView({ history }: { history: HistoryFigure[] }) {
  const best = findKeptEpoch(history);
  return (
    <div className="learning-curves">
      {history.map((figure) => (
        <HistoryChart key={figure.figure} figure={figure} best={best} />
      ))}
    </div>
  );
}

/** The epoch whose weights were kept: that of the least loss on the validation data. */
export function findKeptEpoch(history: HistoryFigure[]): number | null {
  const watched = history[0]?.series.find(({ name }) => name === "Validation")?.values ?? [];
  const losses = watched.map((value) => value ?? Number.POSITIVE_INFINITY);
  const least = Math.min(...losses);
  return Number.isFinite(least) ? losses.indexOf(least) + 1 : null;
}

function HistoryChart({ figure, best }: { figure: HistoryFigure; best: number | null }) {
  const data = useMemo(() => ({ ...figure, best }), [figure, best]);
  return <DescribedChart description={trainingHistory} data={data} />;
}
