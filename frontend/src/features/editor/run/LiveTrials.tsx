/** The complete trials of a search under way as dots, with the best so far as a line. */

import { useElementSize } from "@mantine/hooks";
import { formatShort } from "../../../lib/format";
import { liveSearchTexts as texts } from "../../../messages/liveSearchTexts";
import { buildLinePath, computeExtent, createLinearScale } from "../../../ui/charts/chartScale";
import type { MetricSeries } from "../../results/job/jobQueries";
import { buildBestStairs, listTrials } from "./liveSearch";

const HEIGHT = 84;
const MARGIN = 6;
/** For the highest and the lowest value beside the picture. */
const LABELS = 46;

export function LiveTrials({ series }: { series: MetricSeries[] }) {
  const { ref, width } = useElementSize();
  const trials = listTrials(series);
  if (trials.length < 2) return <div ref={ref} />;
  const last = trials.at(-1)!.number;
  const domain = computeExtent(trials.map(({ value }) => value));
  const x = createLinearScale([1, last], [LABELS, width - MARGIN]);
  const y = createLinearScale(domain, [HEIGHT - MARGIN, MARGIN]);
  return (
    <div ref={ref} className="run-search-chart">
      <svg width={width} height={HEIGHT} role="img" aria-label={texts.chartLabel(trials.length)}>
        <path d={buildLinePath(buildBestStairs(series), x, y)} className="run-search-best" />
        {domain.map((value) => (
          <text key={value} x={0} y={y(value)} dy="0.32em">
            {formatShort(value)}
          </text>
        ))}
        {trials.map(({ learner, number, value }) => (
          <circle key={number} cx={x(number)} cy={y(value)} r={3} className="run-search-dot">
            <title>{`${learner}: ${formatShort(value)}`}</title>
          </circle>
        ))}
      </svg>
      <p>{texts.chart}</p>
    </div>
  );
}
