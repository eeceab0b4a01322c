/** The distribution of numbers or times: bars for one group, outlines for several, and a box plot of each. */

import { useState } from "react";
import type { DistributionGroup, Distributions } from "../../../api/apiTypes";
import type { ColumnProfile } from "../../../api/artifactViews";
import { formatCount, formatExtreme, formatPercent, formatShort } from "../../../lib/format";
import { exploreTexts as texts } from "../../../messages/chartTexts";
import { resultTexts } from "../../../messages/resultTexts";
import { createLinearScale, type Domain } from "../../../ui/charts/chartScale";
import { Plot, type PlotScales } from "../../../ui/charts/Plot";
import { getSeriesColor } from "../../../ui/charts/seriesColors";
import { BoxPlots } from "./BoxPlots";
import { Brush } from "./Brush";
import { type BrushBox, buildBinConditions, snapToEdges } from "./brushSelection";
import { SelectionBar } from "./ChosenBar";
import type { ExploredTable } from "./Explore";

export interface NumericChartProps {
  shown: ExploredTable;
  profile: ColumnProfile;
  data: Distributions;
}

/** Room above the highest bar for the words on the median. */
const HEADROOM = 1.14;
/** Pixels that the words on the median take. */
const ROOM = 110;

const countPresent = (group: DistributionGroup): number => Math.max(1, group.rows - group.missing);

export function getChartTitle({ column, by, groups }: Distributions): string {
  if (by) return texts.byTitle(column, by);
  return groups.length > 1 ? texts.withTitle(column) : column;
}

export const getChartCaption = ({ groups }: Distributions): string => {
  const rows = groups.reduce((sum, group) => sum + group.rows - group.missing, 0);
  const missing = groups.reduce((sum, group) => sum + group.missing, 0);
  return `${texts.rowsAll(formatCount(rows))}, ${resultTexts.dataset.missing(formatCount(missing))}`;
};

export function NumericCharts({ shown, profile, data }: NumericChartProps) {
  const [box, setBox] = useState<BrushBox | null>(null);
  const { edges, groups } = data;
  const xDomain: Domain = [edges[0]!, edges.at(-1)!];
  const several = groups.length > 1;
  const time = data.type === "datetime";
  const tick = time ? (value: number) => new Date(value).toISOString().slice(0, 10) : formatShort;
  const heights = groups.flatMap((group) =>
    group.counts.map((value) => (several ? value / countPresent(group) : value)),
  );
  const chosen = box && snapToEdges(edges, box.x);
  const conditions = chosen ? buildBinConditions(data.column, data.type, chosen, chosen[1] === xDomain[1]) : [];
  return (
    <>
      <Plot
        title={getChartTitle(data)}
        caption={several ? `${texts.share}. ${getChartCaption(data)}` : getChartCaption(data)}
        label={
          several
            ? texts.groupLabel(data.column, formatCount(groups.length))
            : resultTexts.dataset.chartLabel(data.column)
        }
        xLabel={time ? `${formatExtreme(profile.min, profile)} – ${formatExtreme(profile.max, profile)}` : data.column}
        xDomain={xDomain}
        yDomain={[0, HEADROOM * Math.max(several ? 1e-9 : 1, ...heights)]}
        xTick={tick}
        yTick={several ? (value) => formatPercent(value, value > 0 && value < 0.02 ? 1 : 0) : formatShort}
        height={250}
        table={() => ({
          columns: [texts.group, texts.from, texts.to, texts.rows],
          rows: groups.flatMap((group) =>
            group.counts.map((value, at) => [
              group.name,
              time ? tick(edges[at]!) : edges[at]!,
              time ? tick(edges[at + 1]!) : edges[at + 1]!,
              value,
            ]),
          ),
        })}
        over={(scales) => (
          <Brush
            scales={scales}
            x={xDomain}
            y={null}
            box={chosen && { x: chosen, y: null }}
            steps={edges.length - 1}
            onChange={(to) => setBox(to && { x: snapToEdges(edges, to.x), y: null })}
          />
        )}
      >
        {(scales) =>
          several ? (
            <HistogramOutlines groups={groups} edges={edges} scales={scales} />
          ) : (
            <HistogramBars group={groups[0]!} edges={edges} scales={scales} tick={tick} />
          )
        }
      </Plot>
      <SelectionBar place={shown.place} look={shown.look} conditions={conditions} onClear={() => setBox(null)} />
      {groups.some((group) => group.box) && <BoxPlots data={data} domain={xDomain} tick={tick} />}
    </>
  );
}

interface HistogramBarsProps {
  group: DistributionGroup;
  edges: number[];
  scales: PlotScales;
  tick: (value: number) => string;
}

function HistogramBars({ group: { counts, box }, edges, scales, tick }: HistogramBarsProps) {
  return (
    <>
      {counts.map((value, at) => (
        <rect
          key={edges[at]}
          className="bar"
          x={scales.x(edges[at]!)}
          width={Math.max(1, scales.x(edges[at + 1]!) - scales.x(edges[at]!) - 1)}
          y={scales.y(value)}
          height={scales.box.bottom - scales.y(value)}
        >
          <title>{`${tick(edges[at]!)} – ${tick(edges[at + 1]!)}: ${formatCount(value)}`}</title>
        </rect>
      ))}
      {box && <CenterLine name={texts.median} value={box.median} before={box.median <= box.mean} scales={scales} />}
      {box && <CenterLine name={texts.mean} value={box.mean} before={box.median > box.mean} scales={scales} />}
    </>
  );
}

/** The words of the lower one stand left of its line, those of the higher one right of it, as far as there is room. */
function CenterLine({
  name,
  value,
  before,
  scales,
}: {
  name: string;
  value: number;
  before: boolean;
  scales: PlotScales;
}) {
  const x = scales.x(value);
  const left = before ? x > scales.box.left + ROOM : x > scales.box.right - ROOM;
  return (
    <g>
      <path d={`M${x} ${scales.box.top}V${scales.box.bottom}`} className="middle-line" />
      <text
        x={x + (left ? -5 : 5)}
        y={scales.box.top + (left === before ? 10 : 25)}
        textAnchor={left ? "end" : "start"}
      >
        {name.toLowerCase()} {formatShort(value)}
      </text>
    </g>
  );
}

/** Each group as a stepped outline of its shares, with its name beside it. */
function HistogramOutlines({
  groups,
  edges,
  scales,
}: {
  groups: DistributionGroup[];
  edges: number[];
  scales: PlotScales;
}) {
  const label = createLinearScale([0, 1], [scales.box.top + 14, scales.box.top + 14 + 16 * groups.length]);
  return (
    <>
      {groups.map((group, index) => {
        const steps = group.counts.map((value, at) => {
          const height = scales.y(value / countPresent(group)).toFixed(1);
          return `${at === 0 ? "M" : "L"}${scales.x(edges[at]!).toFixed(1)} ${height}H${scales.x(edges[at + 1]!).toFixed(1)}`;
        });
        return (
          <g key={group.name}>
            <path d={steps.join("")} className="curve" stroke={getSeriesColor(index)} strokeWidth={1.8} />
            <text
              x={scales.box.right - 4}
              y={label(index / groups.length)}
              textAnchor="end"
              className="curve-name"
              style={{ fill: getSeriesColor(index) }}
            >
              {`${group.name}, ${formatCount(group.rows)}`}
            </text>
          </g>
        );
      })}
    </>
  );
}
