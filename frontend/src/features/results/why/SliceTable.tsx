/** The slices of the rows in which two models differ most, or one alone does worst, as a table with bars. */

import type { EvaluationView, ModelComparison, ModelSlice } from "../../../api/artifactViews";
import type { Condition } from "../../../graph/rowConditions";
import { formatCount, formatPercent, formatShort } from "../../../lib/format";
import { shortenNames } from "../../../lib/headlineMetric";
import { findMetric, formatMetrics, formatMove, isRegression, isTwoClass, type Metric } from "../../../lib/metrics";
import { whyTexts } from "../../../messages/whyTexts";
import { createLinearScale, type Scale } from "../../../ui/charts/chartScale";
import { getSeriesColor } from "../../../ui/charts/seriesColors";
import { MetricName } from "../../../ui/MetricName";
import { useScoredRows } from "../evaluation/scoredRows";
import { formatSlice, orient } from "./whySummary";

const texts = whyTexts.slices;
const BAR_WIDTH = 104;

interface Props {
  view: EvaluationView;
  comparison: ModelComparison;
}

export function SliceTable({ view, comparison }: Props) {
  const { slices, searched, smallest, compared } = comparison;
  const metric = findMetric(comparison.metric);
  const alone = compared.length < 2;
  const share = describeShare(view);
  const x = createBarScale(slices, metric);
  const names = shortenNames(compared.map((place) => view.models[place]?.name ?? ""));
  return (
    <section className="why-slices">
      <header className="plot-head">
        <h3>{alone ? texts.alone : texts.title}</h3>
      </header>
      {slices.length === 0 ? (
        <p className="plot-caption why-caption">{searched === 0 ? texts.few(smallest) : texts.none}</p>
      ) : (
        <>
          <p className="plot-caption why-caption">{texts.caption(slices.length, searched, smallest)}</p>
          <div className="why-scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">{texts.slice}</th>
                  <th scope="col" className="number">
                    {texts.rows}
                  </th>
                  {share && (
                    <th scope="col" className="number">
                      {share.title}
                    </th>
                  )}
                  {compared.map((place, at) => (
                    <th key={place} scope="col" className="number" style={{ color: getSeriesColor(place) }}>
                      {names[at]}
                    </th>
                  ))}
                  <th scope="col">
                    {alone ? texts.fromAll : texts.difference}, <MetricName metric={metric} />
                  </th>
                </tr>
              </thead>
              <tbody>
                <AllRows comparison={comparison} metric={metric} share={share} x={x} />
                {slices.map((slice) => (
                  <SliceRow key={formatSlice(slice)} {...{ slice, metric, compared, share, x }} />
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

interface ShareColumn {
  title: string;
  format: (share: number) => string;
}

/** What the share of a slice is: that of the positive class, or the mean of a number. */
function describeShare({ models }: EvaluationView): ShareColumn | null {
  const details = models[0]?.details;
  if (details && isTwoClass(details)) {
    return { title: texts.positive(details.positive), format: (share) => formatPercent(share, 0) };
  }
  return details && isRegression(details) ? { title: texts.mean(details.label), format: formatShort } : null;
}

function createBarScale(slices: readonly ModelSlice[], metric: Metric): Scale {
  const ends = slices.flatMap(({ difference: { value, low, high } }) => [value, low, high]);
  const known = ends.filter((end) => end !== null).map((end) => orient(end, metric));
  return createLinearScale([Math.min(0, ...known), Math.max(0, ...known)], [2, BAR_WIDTH - 2]);
}

interface AllRowsProps {
  comparison: ModelComparison;
  metric: Metric;
  share: ShareColumn | null;
  x: Scale;
}

/** All rows on top, as the yardstick. */
function AllRows({ comparison: { rows, intervals, difference, compared }, metric, share, x }: AllRowsProps) {
  const words = formatMetrics(
    metric,
    intervals.map(({ value }) => value),
  );
  return (
    <tr className="why-all">
      <th scope="row">{texts.all}</th>
      <td className="number">{formatCount(rows)}</td>
      {share && <td />}
      {words.map((value, at) => (
        <td key={compared[at]} className="number">
          {value}
        </td>
      ))}
      <td>
        {difference && <DifferenceBar {...{ difference, metric, x }} clear color={getSeriesColor(compared[0]!)} />}
      </td>
    </tr>
  );
}

interface SliceRowProps {
  slice: ModelSlice;
  metric: Metric;
  compared: readonly number[];
  share: ShareColumn | null;
  x: Scale;
}

function SliceRow({ slice, metric, compared, share, x }: SliceRowProps) {
  const scored = useScoredRows(compared[0]!);
  const name = formatSlice(slice);
  const ahead = orient(slice.difference.value ?? 0, metric) >= 0 ? 0 : Math.min(1, compared.length - 1);
  return (
    <tr>
      <th scope="row">
        {scored ? (
          <button
            type="button"
            className="why-slice"
            title={texts.show(name)}
            onClick={() => scored.show(toConditions(slice))}
          >
            {name}
          </button>
        ) : (
          name
        )}
        {!slice.clear && <span className="why-chance">{texts.chance}</span>}
      </th>
      <td className="number">{formatCount(slice.rows)}</td>
      {share && <td className="number">{slice.share === null ? "" : share.format(slice.share)}</td>}
      {formatMetrics(metric, slice.values).map((value, at) => (
        <td key={compared[at]} className="number">
          {value}
        </td>
      ))}
      <td>
        <DifferenceBar
          difference={slice.difference}
          metric={metric}
          x={x}
          clear={slice.clear}
          color={getSeriesColor(compared[ahead]!)}
        />
      </td>
    </tr>
  );
}

interface DifferenceBarProps {
  difference: ModelSlice["difference"];
  metric: Metric;
  x: Scale;
  clear: boolean;
  color: string;
}

/** A bar from no difference to the difference, with the interval as a whisker; gray where chance may be the cause. */
function DifferenceBar({ difference: { value, low, high }, metric, x, clear, color }: DifferenceBarProps) {
  if (value === null) return null;
  const [from, to] = [x(0), x(orient(value, metric))];
  const ends = [low, high].map((end) => (end === null ? null : x(orient(end, metric))));
  return (
    <span className="why-bar">
      <svg viewBox={`0 0 ${BAR_WIDTH} 16`} width={BAR_WIDTH} height={16} preserveAspectRatio="none" aria-hidden="true">
        <rect
          x={Math.min(from, to)}
          y={3}
          width={Math.max(1, Math.abs(to - from))}
          height={10}
          fill={clear ? color : "var(--bar-soft)"}
        />
        <path d={`M${from} 0V16`} className="why-zero" />
        {ends[0] !== null && ends[1] !== null && <path d={`M${ends[0]} 8H${ends[1]}`} className="why-reach" />}
      </svg>
      {formatMove(metric, orient(value, metric))}
    </span>
  );
}

/** The conditions of a slice as the table of rows filters by them. */
function toConditions({ conditions }: ModelSlice): Condition[] {
  return conditions.map(({ column, value, low, high }): Condition => {
    if (typeof value === "string") return { column, operator: "is", values: [value] };
    if (typeof low === "number" && typeof high === "number")
      return { column, operator: "between", values: [low, high] };
    return { column, operator: "is missing", values: [] };
  });
}
