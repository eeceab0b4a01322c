/** Accuracy and the differences between groups at each threshold. */

import { useElementSize } from "@mantine/hooks";
import type { FairnessColumn, FairnessView } from "../../../api/artifactViews";
import { formatFixed, formatPercent } from "../../../lib/format";
import { fairnessTexts as texts } from "../../../messages/fairnessTexts";
import { buildLinePath, createLinearScale } from "../../../ui/charts/chartScale";
import { getSeriesColor } from "../../../ui/charts/seriesColors";

interface Props {
  view: FairnessView;
  column: FairnessColumn;
}

const HEIGHT = 220;
const [LEFT, RIGHT, TOP, BOTTOM] = [40, 12, 10, 28];
const TICKS = [0, 0.25, 0.5, 0.75, 1];

export function TradeOff({ view, column }: Props) {
  const { ref, width } = useElementSize();
  const x = createLinearScale([0, 1], [LEFT, Math.max(LEFT + 40, width - RIGHT)]);
  const y = createLinearScale([0, 1], [HEIGHT - BOTTOM, TOP]);
  const used = view.threshold ?? 0.5;
  const lines = listLines(column);
  return (
    <div className="fairness-trade">
      <header className="plot-head">
        <h4>{texts.tradeOff}</h4>
      </header>
      <p className="plot-caption">{texts.tradeOffCaption}</p>
      <ul className="fairness-legend">
        {lines.map(({ name, color }) => (
          <li key={name}>
            <i style={{ background: color }} />
            {name}
          </li>
        ))}
      </ul>
      <div ref={ref}>
        {width > 0 && (
          <svg width={width} height={HEIGHT} role="img" aria-label={texts.chart(column.name)}>
            {TICKS.map((tick) => (
              <g key={tick} className="fairness-grid">
                <path d={`M${LEFT} ${y(tick)}H${width - RIGHT}`} />
                <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
                  {formatPercent(tick, 0)}
                </text>
                <text x={x(tick)} y={HEIGHT - 8} textAnchor="middle">
                  {tick}
                </text>
              </g>
            ))}
            <path d={`M${x(used)} ${TOP}V${HEIGHT - BOTTOM}`} className="fairness-used" />
            <text x={x(used) + 6} y={TOP + 10} className="fairness-used-text">
              {texts.today(formatFixed(used, 2))}
            </text>
            {lines.map(({ name, color, points }) => (
              <path key={name} d={buildLinePath(points, x, y)} fill="none" stroke={color} strokeWidth={1.8} />
            ))}
          </svg>
        )}
      </div>
      <p className="fairness-best">{describeBest(column)}</p>
    </div>
  );
}

interface Line {
  name: string;
  color: string;
  points: [number, number][];
}

function listLines({ trade_off }: FairnessColumn): Line[] {
  const collect = (read: (at: FairnessColumn["trade_off"][number]) => number | null): [number, number][] =>
    trade_off.flatMap((at) => {
      const value = read(at);
      return value === null ? [] : [[at.threshold, value] as [number, number]];
    });
  return [
    { name: texts.accuracy, color: getSeriesColor(0), points: collect(({ accuracy }) => accuracy) },
    { name: texts.selection, color: getSeriesColor(1), points: collect((at) => at.selection_difference) },
    { name: texts.odds, color: getSeriesColor(2), points: collect((at) => at.odds_difference) },
  ];
}

/** How much accuracy may be given up for what is called best. */
const MAX_LOSS = 0.02;

/** Where error rates differ least among the thresholds that are nearly as accurate as the best. */
function describeBest({ trade_off }: FairnessColumn): string {
  const top = Math.max(...trade_off.map(({ accuracy }) => accuracy));
  const near = trade_off.filter((at) => at.accuracy >= top - MAX_LOSS && at.odds_difference !== null);
  const best = near.toSorted((one, other) => one.odds_difference! - other.odds_difference!)[0];
  if (!best) return "";
  return texts.best(
    formatFixed(best.threshold, 2),
    formatPercent(best.odds_difference!, 1),
    formatPercent(best.accuracy, 1),
  );
}
