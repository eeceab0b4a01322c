/** A chart that a design draws: one picture, or small multiples with the same axes. */

import { useMemo } from "react";
import type { ChartView } from "../../../api/artifactViews";
import { resultTexts } from "../../../messages/resultTexts";
import { DescribedChart } from "../../../ui/charts/DescribedChart";
import { CHART_DESCRIPTIONS, type LegendEntry, listChartPictures, listLegend } from "./chartPictures";
import "./dataChartView.css";

interface Props {
  shown: ChartView;
  /** The height that there is for one picture; without it, the usual one. */
  height?: number | undefined;
}

export default function DataChartView({ shown, height }: Props) {
  const pictures = useMemo(() => listChartPictures(shown), [shown]);
  const legend = useMemo(() => listLegend(shown), [shown]);
  const several = pictures.length > 1;
  return (
    <article className="data-chart" data-several={several}>
      {several && <h2>{shown.title}</h2>}
      {several && <Legend entries={legend} />}
      {pictures.length === 0 && <p className="data-chart-note">{resultTexts.results.nothingToDraw}</p>}
      <div className="data-chart-panels">
        {pictures.map(({ name, data }) => (
          <DescribedChart
            key={name}
            description={CHART_DESCRIPTIONS[shown.chart]}
            data={data}
            {...(height !== undefined && !several && { height })}
            aside={several ? undefined : <Legend entries={legend} />}
          />
        ))}
      </div>
      {shown.notes.map((note) => (
        <p key={note} className="data-chart-note">
          {note}
        </p>
      ))}
    </article>
  );
}

function Legend({ entries }: { entries: LegendEntry[] }) {
  if (entries.length === 0) return null;
  return (
    <ul className="data-chart-legend">
      {entries.map(({ name, color }) => (
        <li key={name}>
          <span style={{ background: color }} aria-hidden="true" />
          {name}
        </li>
      ))}
    </ul>
  );
}
