/** Principal components: how much of the variance each keeps, and which columns are in them. */

import type { ComponentDetails } from "../../../api/artifactViews";
import { formatCount, formatFixed, formatPercent } from "../../../lib/format";
import { clusterTexts as texts } from "../../../messages/clusterTexts";
import { computeExtent } from "../../../ui/charts/chartScale";
import { DescribedChart } from "../../../ui/charts/DescribedChart";
import explainedVariance from "../../../ui/charts/descriptions/explained_variance.json";
import { Plot, type PlotScales } from "../../../ui/charts/Plot";
import { getDifferenceColor } from "./clusterColors";
import "./clusters.css";

/** So many columns have an arrow, those with the largest weights. */
const MOST_ARROWS = 8;

export function PrincipalComponents({ title, details }: { title: string; details: ComponentDetails }) {
  const sums = addUp(details.explained);
  return (
    <article className="clusters">
      <header>
        <h2>{texts.components.title(formatCount(details.explained.length), formatPercent(sums.at(-1) ?? 0, 0))}</h2>
        <p>
          {title}. {texts.components.detail(formatCount(details.columns.length))}
        </p>
      </header>
      <div className="clusters-halves">
        <DescribedChart description={explainedVariance} data={details} />
        {details.points.length > 0 && <RowMap details={details} />}
      </div>
      <ComponentWeights details={details} sums={sums} />
    </article>
  );
}

/** The shares added up. */
export function addUp(shares: number[]): number[] {
  let sum = 0;
  return shares.map((share) => {
    sum += share;
    return sum;
  });
}

function RowMap({ details: { points, explained, columns, weights } }: { details: ComponentDetails }) {
  const [across, up] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return (
    <Plot
      title={texts.components.map}
      caption={texts.components.mapCaption}
      label={texts.components.mapLabel(formatCount(points.length))}
      xLabel={texts.components.mapX(formatPercent(explained[0] ?? 0, 0))}
      xDomain={computeExtent(across, 0.12)}
      yDomain={computeExtent(up, 0.12)}
    >
      {(scales) => (
        <>
          <path
            d={points.map(([x, y]) => `M${scales.x(x).toFixed(1)} ${scales.y(y).toFixed(1)}h0`).join("")}
            stroke="var(--bar)"
            strokeWidth={points.length > 500 ? 3.5 : 5}
            strokeLinecap="round"
            strokeOpacity={0.55}
          />
          <text x={scales.box.left + 4} y={scales.box.top + 8} className="plot-axis-label">
            {texts.components.mapY(formatPercent(explained[1] ?? 0, 0))}
          </text>
          <ComponentArrows columns={columns} weights={weights} points={points} scales={scales} />
        </>
      )}
    </Plot>
  );
}

interface ComponentArrowsProps {
  columns: string[];
  weights: number[][];
  points: [number, number][];
  scales: PlotScales;
}

function ComponentArrows({ columns, weights, points, scales: { x, y } }: ComponentArrowsProps) {
  const [first = [], second = []] = weights;
  const arrows = columns
    .map((name, at) => ({ name, across: first[at] ?? 0, up: second[at] ?? 0 }))
    .sort((one, other) => Math.hypot(other.across, other.up) - Math.hypot(one.across, one.up))
    .slice(0, MOST_ARROWS);
  const reach =
    0.85 *
    Math.min(getLargestAbsolute(points.map((point) => point[0])), getLargestAbsolute(points.map((point) => point[1])));
  const longest = Math.max(1e-9, ...arrows.map(({ across, up }) => Math.hypot(across, up)));
  const ends = arrows.map(({ name, across, up }) => ({
    name,
    left: x((across / longest) * reach),
    top: y((up / longest) * reach),
    before: across < 0,
  }));
  const tops = spreadApart(ends);
  return ends.map(({ name, left, top, before }, at) => (
    <g key={name}>
      <path d={`M${x(0)} ${y(0)}L${left} ${top}`} className="component-arrow" />
      <circle cx={left} cy={top} r={3} fill="var(--series-2)" />
      <text x={left + (before ? -7 : 7)} y={tops[at]! + 4} textAnchor={before ? "end" : "start"} className="arrow-name">
        {name}
      </text>
    </g>
  ));
}

const LINE = 14;

/** The heights of the names: those on one side of the middle are moved down until none covers another. */
export function spreadApart(ends: { top: number; before: boolean }[]): number[] {
  const tops = ends.map(({ top }) => top);
  for (const side of [true, false]) {
    const order = [...ends.keys()]
      .filter((at) => ends[at]!.before === side)
      .sort((one, two) => tops[one]! - tops[two]!);
    order.forEach((at, place) => {
      const above = order[place - 1];
      if (above !== undefined) tops[at] = Math.max(tops[at]!, tops[above]! + LINE);
    });
  }
  return tops;
}

const getLargestAbsolute = (values: number[]): number => Math.max(...values.map(Math.abs));

function ComponentWeights({ details, sums }: { details: ComponentDetails; sums: number[] }) {
  const words = texts.components;
  return (
    <section className="profile">
      <header className="plot-head">
        <h3>{words.weights}</h3>
      </header>
      <p className="plot-caption">{words.weightsCaption}</p>
      <div className="profile-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{words.column}</th>
              {details.explained.map((_, at) => (
                <th key={at} scope="col" className="number">
                  {words.component(at + 1)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {details.columns.map((name, column) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {details.weights.map((weights, at) => (
                  <td
                    key={at}
                    className="number"
                    style={{ background: getDifferenceColor(weights[column] ?? null, 1) }}
                  >
                    {formatFixed(weights[column] ?? 0, 3)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            {[
              { title: words.share, values: details.explained },
              { title: words.sum, values: sums },
            ].map(({ title, values }) => (
              <tr key={title}>
                <th scope="row">{title}</th>
                {values.map((value, at) => (
                  <td key={at} className="number">
                    {formatPercent(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tfoot>
        </table>
      </div>
    </section>
  );
}
