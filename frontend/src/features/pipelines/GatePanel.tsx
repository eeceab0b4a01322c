/** How far each run was from the champion, with its interval: only what lies wholly on the better side is promoted. */

import type { PipelineRun } from "../../api/pipelines";
import { formatMove, type Metric } from "../../lib/metrics";
import { pipelineTexts } from "../../messages/pipelineTexts";
import { type ComparedMark, layOutGates } from "./gateLayout";
import type { ChartFrame, HistoryMark } from "./runHistory";

const texts = pipelineTexts.runs;
const HEIGHT = 104;
const [TOP, BOTTOM] = [12, 92];

interface Props {
  marks: readonly HistoryMark[];
  metric: Metric;
  width: number;
  frame: ChartFrame;
  shown: PipelineRun["run"]["id"] | undefined;
  onChoose: (run: string) => void;
}

export function GatePanel({ marks, metric, width, frame, shown, onChoose }: Props) {
  const panel = layOutGates(marks, TOP, BOTTOM);
  if (!panel) return null;
  const isLower = metric.better === "lower";
  const [better, worse] = isLower ? [BOTTOM - 4, TOP + 10] : [TOP + 10, BOTTOM - 4];
  return (
    <>
      <figcaption className="gate-caption">{texts.difference}</figcaption>
      <svg
        className="gate-panel"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={`${texts.difference}: ${panel.compared.map((one) => describeMark(one, metric)).join(", ")}`}
      >
        <rect
          className="gate-better"
          x={frame.left}
          y={isLower ? panel.zero : TOP}
          width={frame.right - frame.left}
          height={isLower ? BOTTOM - panel.zero : panel.zero - TOP}
        />
        <path className="gate-zero" d={`M${frame.left} ${panel.zero}H${frame.right}`} />
        <text className="history-label" x={frame.left - 8} y={panel.zero + 4} textAnchor="end">
          0
        </text>
        <text className="history-label" x={frame.left + 6} y={better}>
          {texts.better}
        </text>
        <text className="history-label" x={frame.left + 6} y={worse}>
          {texts.worse}
        </text>
        {panel.compared.map((one) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard chooses runs by the arrow keys of the chart above.
          <g
            key={one.mark.id}
            className="gate-mark"
            data-shown={one.mark.id === shown || undefined}
            data-promoted={one.gate.promoted || undefined}
            onClick={() => onChoose(one.mark.id)}
          >
            <rect className="history-hit" x={one.mark.x - 10} y={0} width={20} height={HEIGHT} />
            <path d={`M${one.mark.x} ${one.low}V${one.high}`} />
            {one.isBeyond ? (
              <path
                d={`M${one.mark.x - 4} ${one.middle + (one.middle > panel.zero ? -5 : 5)}L${one.mark.x} ${one.middle}l4 ${one.middle > panel.zero ? -5 : 5}`}
              />
            ) : (
              <circle cx={one.mark.x} cy={one.middle} r={3.2} />
            )}
            {(one.gate.promoted || one.mark.id === shown) && (
              <text x={one.mark.x + 7} y={Math.min(BOTTOM - 2, Math.max(TOP + 8, one.middle + 4))}>
                {formatMove(metric, one.gate.difference ?? 0)}
                {one.gate.promoted ? ` ${texts.promoted}` : ""}
              </text>
            )}
          </g>
        ))}
      </svg>
      <p className="gate-rule">{texts.rule(panel.compared.length)}</p>
    </>
  );
}

const describeMark = ({ mark, gate }: ComparedMark, metric: Metric): string =>
  `${texts.run(mark.number)} ${formatMove(metric, gate.difference ?? 0)}${gate.promoted ? ` ${texts.promoted}` : ""}`;
