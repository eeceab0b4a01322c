/** The complete trials of a search under way as dots, with the best so far as a line. */

import { useElementSize } from "@mantine/hooks";
import { formatShort } from "../../../lib/format";
import { liveSearchTexts as texts } from "../../../messages/liveSearchTexts";
import { buildLinePath, computeExtent, createLinearScale } from "../../../ui/charts/chartScale";
import type { MetricSeries } from "../../results/job/jobQueries";
import { BEST_SO_FAR, listTrials } from "./liveSearch";

const HEIGHT = 84;
const MARGIN = 6;

export function LiveTrials({ series }: { series: MetricSeries[] }) {
  const { ref, width } = useElementSize();
  const trials = listTrials(series);
  if (trials.length < 2) return <div ref={ref} />;
  const best = series.find(({ name }) => name === BEST_SO_FAR);
  const last = trials.at(-1)!.number;
  const domain = computeExtent(trials.map(({ value }) => value));
  const x = createLinearScale([1, last], [MARGIN, width - MARGIN]);
  const y = createLinearScale(domain, [HEIGHT - MARGIN, MARGIN]);
  const stairs = (best?.values ?? []).map<[number, number]>((value, at) => [best!.steps[at]!, value]);
  stairs.sort((one, other) => one[0] - other[0]);
  return (
    <div ref={ref} className="run-search-chart">
      <svg width={width} height={HEIGHT} role="img" aria-label={texts.chartLabel(trials.length)}>
        <path d={buildLinePath(stairs, x, y)} className="run-search-best" />
        {trials.map(({ learner, number, value }) => (
          <circle key={number} cx={x(number)} cy={y(value)} r={3} className="run-search-dot">
            <title>{`${learner}: ${formatShort(value)}`}</title>
          </circle>
        ))}
      </svg>
      <p>
        <span>{formatShort(domain[0])}</span>
        {texts.chart}
        <span>{formatShort(domain[1])}</span>
      </p>
    </div>
  );
}
