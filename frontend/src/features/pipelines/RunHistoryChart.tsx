/** One metric of each run, the versions of the pipeline as borders; a run is chosen by a press or by arrow keys. */

import { useMediaQuery } from "@mantine/hooks";
import type { KeyboardEvent } from "react";
import type { PipelineRun } from "../../api/pipelines";
import { formatMetric } from "../../lib/metrics";
import { pipelineTexts } from "../../messages/pipelineTexts";
import { NARROW_WINDOW } from "../../stores/uiStore";
import { GatePanel } from "./GatePanel";
import { type ChampionLevel, type HistoryMark, layOutRuns } from "./runHistory";
import "./runHistoryChart.css";

const texts = pipelineTexts.runs;
const HEIGHT = 170;
/** On a phone fewer runs stand in the chart, so that its letters keep their size. */
const WIDE = { width: 740, frame: { left: 64, right: 700, top: 34, bottom: 128 }, runs: 30, labels: 16 };
const NARROW = { width: 360, frame: { left: 48, right: 340, top: 34, bottom: 128 }, runs: 14, labels: 7 };

interface Props {
  runs: readonly PipelineRun[];
  shown: string | undefined;
  onChoose: (run: string) => void;
}

export function RunHistoryChart({ runs, shown, onChoose }: Props) {
  const isNarrow = useMediaQuery(NARROW_WINDOW);
  const { width, frame, runs: mostRuns, labels } = isNarrow ? NARROW : WIDE;
  const history = layOutRuns(runs, frame, mostRuns);
  if (!history) return runs.length > 0 ? <p className="history-none">{texts.noMetric}</p> : null;
  const { marks, metric, borders, ticks, champions } = history;
  const at = marks.findIndex((mark) => mark.id === shown);
  const press = (event: KeyboardEvent) => {
    const next = marks[at + (event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0)];
    if (!next || next.id === shown) return;
    event.preventDefault();
    onChoose(next.id);
  };
  const measured = marks.filter((mark) => mark.kind === "measured");
  const every = Math.ceil(marks.length / labels);
  return (
    <figure className="run-history">
      <figcaption className="history-caption">{texts.chart(metric.title)}</figcaption>
      <svg
        viewBox={`0 0 ${width} ${HEIGHT}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys choose a run of the chart.
        tabIndex={0}
        role="img"
        aria-label={`${texts.chart(metric.title)}: ${measured.map((mark) => `${texts.run(mark.number)} ${formatMetric(metric, mark.value)}`).join(", ")}`}
        onKeyDown={press}
      >
        {at >= 0 && (
          <rect className="history-shown" x={marks[at]!.x - 14} y={4} width={28} height={HEIGHT - 8} rx={4} />
        )}
        {ticks.map(({ value, y }) => (
          <g key={y}>
            <path className="history-grid" d={`M${frame.left} ${y}H${frame.right}`} />
            <text className="history-label" x={frame.left - 8} y={y + 4} textAnchor="end">
              {formatMetric(metric, value)}
            </text>
          </g>
        ))}
        {borders.map(({ version, x }) => (
          <g key={version}>
            <path className="history-border" d={`M${x} 8V${frame.bottom + 12}`} />
            <text className="history-label" x={x + 6} y={18}>
              {pipelineTexts.version(version)}
            </text>
          </g>
        ))}
        {champions.length > 0 ? (
          <ChampionLine levels={champions} right={marks.at(-1)!.x} format={(value) => formatMetric(metric, value)} />
        ) : (
          <path
            className="history-line"
            d={measured.map(({ x, y }, index) => `${index ? "L" : "M"}${x} ${y}`).join("")}
          />
        )}
        {marks.map((mark, index) => (
          <RunMark
            key={mark.id}
            mark={mark}
            isShown={index === at}
            hasLabel={index % every === (marks.length - 1) % every}
            onChoose={onChoose}
          />
        ))}
      </svg>
      <GatePanel marks={marks} metric={metric} width={width} frame={frame} shown={shown} onChoose={onChoose} />
    </figure>
  );
}

interface ChampionLineProps {
  levels: readonly ChampionLevel[];
  right: number;
  format: (value: number) => string;
}

/** How the champion measured, as steps: it changes where a run is promoted. */
function ChampionLine({ levels, right, format }: ChampionLineProps) {
  const steps = levels.map(({ x, y }, at) => `${at ? `H${x}V${y}` : `M${x} ${y}`}`).join("");
  return (
    <>
      <path className="history-line" d={`${steps}H${Math.max(right, levels.at(-1)!.x)}`} />
      {levels.map(({ x, y, value }) => (
        <text key={x + value} className="run-champion" x={x + 8} y={y - 7}>
          {texts.champion(format(value))}
        </text>
      ))}
    </>
  );
}

interface RunMarkProps {
  mark: HistoryMark;
  isShown: boolean;
  hasLabel: boolean;
  onChoose: (run: string) => void;
}

function RunMark({ mark, isShown, hasLabel, onChoose }: RunMarkProps) {
  const { x, y } = mark;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard chooses runs by the arrow keys of the chart.
    <g className="history-mark" data-shown={isShown || undefined} onClick={() => onChoose(mark.id)}>
      <rect className="history-hit" x={x - 10} y={0} width={20} height={HEIGHT} />
      {mark.kind === "failed" ? (
        <path className="history-failed" d={`M${x - 4} ${y - 4}l8 8m0 -8l-8 8`} />
      ) : (
        <circle className={mark.byHand ? "history-by-hand" : "history-by-trigger"} cx={x} cy={y} r={3.6} />
      )}
      {(hasLabel || isShown) && (
        <text className="history-label" x={x} y={HEIGHT - 12} textAnchor="middle">
          {mark.number}
        </text>
      )}
    </g>
  );
}
