/** The distribution of numbers or times: bars for one group, outlines for several, and a box plot of each. */

import { useState } from "react";
import type { Distributions, GroupOut } from "../../api/types";
import type { ColumnProfile } from "../../api/views";
import { explore as say } from "../../messages/looking";
import { resultsMessages } from "../../messages/results";
import { seriesColor } from "../charts/marks";
import { Plot, type Scales } from "../charts/Plot";
import { type Domain, linear } from "../charts/scale";
import { count, extreme, percent, short } from "../format";
import { BoxPlots } from "./BoxPlots";
import { Brush } from "./Brush";
import { ChosenBar } from "./ChosenBar";
import { type Box, binConditions, snappedTo } from "./choice";
import type { Shown } from "./Explore";

export interface ChartProps {
  shown: Shown;
  profile: ColumnProfile;
  told: Distributions;
}

/** Room above the highest bar for the words on the median. */
const HEADROOM = 1.14;
/** Pixels that the words on the median take. */
const ROOM = 110;

const present = (group: GroupOut): number => Math.max(1, group.rows - group.missing);

export function titleOf({ column, by, groups }: Distributions): string {
  if (by) return say.byTitle(column, by);
  return groups.length > 1 ? say.withTitle(column) : column;
}

export const captionOf = ({ groups }: Distributions): string => {
  const rows = groups.reduce((sum, group) => sum + group.rows - group.missing, 0);
  const missing = groups.reduce((sum, group) => sum + group.missing, 0);
  return `${say.rowsAll(count(rows))}, ${resultsMessages.dataset.missing(count(missing))}`;
};

export function NumericCharts({ shown, profile, told }: ChartProps) {
  const [box, setBox] = useState<Box | null>(null);
  const { edges, groups } = told;
  const xDomain: Domain = [edges[0]!, edges.at(-1)!];
  const several = groups.length > 1;
  const time = told.type === "datetime";
  const tick = time ? (value: number) => new Date(value).toISOString().slice(0, 10) : short;
  const heights = groups.flatMap((group) => group.counts.map((value) => (several ? value / present(group) : value)));
  const chosen = box && snappedTo(edges, box.x);
  const conditions = chosen ? binConditions(told.column, told.type, chosen, chosen[1] === xDomain[1]) : [];
  return (
    <>
      <Plot
        title={titleOf(told)}
        caption={several ? `${say.share}. ${captionOf(told)}` : captionOf(told)}
        label={
          several ? say.groupLabel(told.column, count(groups.length)) : resultsMessages.dataset.chartLabel(told.column)
        }
        xLabel={time ? `${extreme(profile.min, profile)} – ${extreme(profile.max, profile)}` : told.column}
        xDomain={xDomain}
        yDomain={[0, HEADROOM * Math.max(several ? 1e-9 : 1, ...heights)]}
        xTick={tick}
        yTick={several ? (value) => percent(value, value > 0 && value < 0.02 ? 1 : 0) : short}
        height={250}
        table={() => ({
          columns: [say.group, say.from, say.to, say.rows],
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
            onChange={(to) => setBox(to && { x: snappedTo(edges, to.x), y: null })}
          />
        )}
      >
        {(scales) =>
          several ? (
            <Outlines groups={groups} edges={edges} scales={scales} />
          ) : (
            <Bars group={groups[0]!} edges={edges} scales={scales} tick={tick} />
          )
        }
      </Plot>
      <ChosenBar place={shown.place} look={shown.look} conditions={conditions} onClear={() => setBox(null)} />
      {groups.some((group) => group.box) && <BoxPlots told={told} domain={xDomain} tick={tick} />}
    </>
  );
}

interface BarsProps {
  group: GroupOut;
  edges: number[];
  scales: Scales;
  tick: (value: number) => string;
}

function Bars({ group: { counts, box }, edges, scales, tick }: BarsProps) {
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
          <title>{`${tick(edges[at]!)} – ${tick(edges[at + 1]!)}: ${count(value)}`}</title>
        </rect>
      ))}
      {box && <Middle name={say.median} value={box.median} before={box.median <= box.mean} scales={scales} />}
      {box && <Middle name={say.mean} value={box.mean} before={box.median > box.mean} scales={scales} />}
    </>
  );
}

/** The words of the lower one stand left of its line, those of the higher one right of it, as far as there is room. */
function Middle({ name, value, before, scales }: { name: string; value: number; before: boolean; scales: Scales }) {
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
        {name.toLowerCase()} {short(value)}
      </text>
    </g>
  );
}

/** Each group as a stepped outline of its shares, with its name beside it. */
function Outlines({ groups, edges, scales }: { groups: GroupOut[]; edges: number[]; scales: Scales }) {
  const label = linear([0, 1], [scales.box.top + 14, scales.box.top + 14 + 16 * groups.length]);
  return (
    <>
      {groups.map((group, index) => {
        const steps = group.counts.map((value, at) => {
          const height = scales.y(value / present(group)).toFixed(1);
          return `${at === 0 ? "M" : "L"}${scales.x(edges[at]!).toFixed(1)} ${height}H${scales.x(edges[at + 1]!).toFixed(1)}`;
        });
        return (
          <g key={group.name}>
            <path d={steps.join("")} className="curve" stroke={seriesColor(index)} strokeWidth={1.8} />
            <text
              x={scales.box.right - 4}
              y={label(index / groups.length)}
              textAnchor="end"
              className="curve-name"
              style={{ fill: seriesColor(index) }}
            >
              {`${group.name}, ${count(group.rows)}`}
            </text>
          </g>
        );
      })}
    </>
  );
}
