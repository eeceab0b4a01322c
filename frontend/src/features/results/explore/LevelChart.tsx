/** How often each value of a column comes, in one group or several; a click chooses values. */

import { useState } from "react";
import { formatCount, formatPercent } from "../../../lib/format";
import { exploreTexts as texts } from "../../../messages/chartTexts";
import { resultTexts } from "../../../messages/resultTexts";
import { ChartFrame } from "../../../ui/charts/ChartFrame";
import { createLinearScale } from "../../../ui/charts/chartScale";
import { getSeriesColor } from "../../../ui/charts/seriesColors";
import { SelectionBar } from "./ChosenBar";
import { getChartCaption, getChartTitle, type NumericChartProps } from "./NumericCharts";

const BAR = 15;
const GAP = 9;
const NOTE = 120;

export function LevelChart({ shown, data }: NumericChartProps) {
  const [chosen, setChosen] = useState<string[]>([]);
  const levels = data.levels ?? [];
  const groups = data.groups;
  const each = groups.length > 1 ? Math.max(12, BAR - groups.length) : BAR;
  const line = each * groups.length + GAP;
  const height = levels.length * line + (groups.length > 1 ? 20 : 4);
  const shares = groups.map((group) => group.counts.map((value) => value / Math.max(1, group.rows - group.missing)));
  const most = Math.max(1e-9, ...shares.flat());
  const toggle = (level: string) =>
    setChosen((now) => (now.includes(level) ? now.filter((one) => one !== level) : [...now, level]));
  const distinct = data.distinct ?? levels.length;
  const more =
    distinct > levels.length ? `, ${resultTexts.dataset.distinct.toLowerCase()}: ${formatCount(distinct)}` : "";
  return (
    <>
      <ChartFrame
        title={getChartTitle(data)}
        caption={`${getChartCaption(data)}${more}`}
        height={height}
        table={() => ({
          columns: [texts.value, ...groups.map((group) => group.name || texts.rows)],
          rows: levels.map((level, at) => [level, ...groups.map((group) => group.counts[at] ?? 0)]),
        })}
      >
        {({ width }) => {
          const left = Math.min(200, width / 3);
          const x = createLinearScale([0, most], [0, Math.max(40, width - left - NOTE)]);
          return (
            <div className="plot-drawing">
              <svg
                width={width}
                height={height}
                viewBox={`0 0 ${width} ${height}`}
                role="img"
                aria-label={resultTexts.dataset.chartLabel(data.column)}
              >
                {groups.length > 1 && <LevelNames names={groups.map(({ name }) => name)} left={left} />}
                {levels.map((level, at) => (
                  <g
                    key={level}
                    transform={`translate(0 ${at * line + (groups.length > 1 ? 20 : 2)})`}
                    opacity={chosen.length > 0 && !chosen.includes(level) ? 0.4 : 1}
                  >
                    <text x={left - 10} y={(each * groups.length) / 2 + 4} textAnchor="end">
                      {level.length > 26 ? `${level.slice(0, 25)}…` : level}
                    </text>
                    {groups.map((group, index) => (
                      <g key={group.name}>
                        <rect
                          x={left}
                          y={index * each}
                          width={Math.max(0.5, x(shares[index]![at]!))}
                          height={each - 2}
                          fill={groups.length > 1 ? getSeriesColor(index) : "var(--bar)"}
                        />
                        <text
                          x={left + x(shares[index]![at]!) + 8}
                          y={index * each + each / 2 + 3}
                          className="bar-note"
                        >
                          {groups.length > 1
                            ? formatPercent(shares[index]![at]!)
                            : `${formatCount(group.counts[at]!)}\u2003${formatPercent(shares[index]![at]!)}`}
                        </text>
                      </g>
                    ))}
                  </g>
                ))}
              </svg>
              <div className="level-buttons" style={{ top: groups.length > 1 ? 20 : 2 }}>
                {levels.map((level) => (
                  <button
                    key={level}
                    type="button"
                    style={{ height: line }}
                    aria-pressed={chosen.includes(level)}
                    aria-label={level || texts.missing}
                    onClick={() => toggle(level)}
                  />
                ))}
              </div>
            </div>
          );
        }}
      </ChartFrame>
      <SelectionBar
        hint={texts.press}
        place={shown.place}
        look={shown.look}
        conditions={chosen.length > 0 ? [{ column: data.column, operator: "is", values: chosen }] : []}
        onClear={() => setChosen([])}
      />
    </>
  );
}

function LevelNames({ names, left }: { names: string[]; left: number }) {
  return (
    <text x={left} y={11}>
      {names.map((name, index) => (
        <tspan key={name} dx={index === 0 ? 0 : 16} className="curve-name" style={{ fill: getSeriesColor(index) }}>
          {name}
        </tspan>
      ))}
    </text>
  );
}
