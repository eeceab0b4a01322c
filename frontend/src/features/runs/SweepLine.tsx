/** What a sweep of one number found: the metric along its values. The grid below it is the way by keyboard. */

import { formatShort } from "../../lib/format";
import { formatMetric } from "../../lib/metrics";
import { sweepTexts as texts } from "../../messages/sweepTexts";
import { buildLinePath, computeExtent } from "../../ui/charts/chartScale";
import { Plot } from "../../ui/charts/Plot";
import type { MetricColumn } from "./runColumns";
import type { LinePoint } from "./sweepGrid";

interface Props {
  points: LinePoint[];
  metric: MetricColumn;
  /** Of the setting. */
  title: string;
  chosen: string | undefined;
  onChoose: (run: string) => void;
}

export function SweepLine({ points, metric, title, chosen, onChoose }: Props) {
  const format = (value: number) => formatMetric(metric.metric, value);
  const best = points.find(({ isBest }) => isBest);
  return (
    <div className="sweep-line">
      <Plot
        title={metric.title}
        caption={best ? texts.bestAt(title, formatShort(best.x), format(best.y)) : ""}
        label={texts.line(metric.title, title, points.length)}
        xLabel={title}
        xDomain={computeExtent(points.map(({ x }) => x))}
        yDomain={computeExtent(
          points.map(({ y }) => y),
          0.08,
        )}
        height={240}
        table={() => ({
          columns: [title, metric.title],
          rows: points.map(({ x, y }) => [x, y]),
        })}
      >
        {(scales) => (
          <>
            <path
              className="sweep-path"
              d={buildLinePath(
                points.map(({ x, y }) => [x, y]),
                scales.x,
                scales.y,
              )}
            />
            {points.map(({ run, x, y, isBest }) => (
              // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut of the buttons in the grid
              <circle
                key={run.id}
                cx={scales.x(x)}
                cy={scales.y(y)}
                r={isBest ? 6 : 4}
                data-best={isBest || undefined}
                data-chosen={run.id === chosen || undefined}
                onClick={() => onChoose(run.id)}
              >
                <title>{`${title} ${formatShort(x)}: ${format(y)}`}</title>
              </circle>
            ))}
          </>
        )}
      </Plot>
    </div>
  );
}
