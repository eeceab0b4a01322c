/** Parallel coordinates of runs: an upright axis for each parameter that differs and each metric, a line for each run. */

import { useElementSize } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { ListedRun, VariedParameter } from "../../api/apiTypes";
import { getJson } from "../../api/client";
import { versionTexts } from "../../messages/versionTexts";
import { buildLinePath, createLinearScale } from "../../ui/charts/chartScale";
import { SegmentedSwitch } from "../../ui/Segments";
import { buildRunAxes, type RunAxis } from "./parallelAxes";
import { chooseMetricColumns, groupByTask } from "./runColumns";
import "./runs.css";

const texts = versionTexts.runs;
const HEIGHT = 260;
const TOP = 40;
const BOTTOM = HEIGHT - 16;
const MARGIN = 70;
/** Values may be whole scripts; the table has more of them. */
const LONGEST_TICK = 12;
/** Between two axes; where the page is too narrow for that, the drawing scrolls. */
const NARROWEST = 92;
/** Beside more than these nothing could be read. */
const MOST_AXES = 10;
const MOST_RUNS = 100;

export default function ParallelRuns({ runs: all }: { runs: ListedRun[] }) {
  const tasks = useMemo(() => groupByTask(all), [all]);
  const [wanted, setTask] = useState<string | null>(null);
  const task = wanted !== null && tasks.has(wanted) ? wanted : ([...tasks.keys()][0] ?? "");
  const runs = useMemo(() => (tasks.get(task) ?? []).slice(0, MOST_RUNS), [tasks, task]);
  const ids = runs.map(({ id }) => `run=${id}`).join("&");
  const { data } = useQuery({
    queryKey: ["varied", ids],
    queryFn: () => getJson<VariedParameter[]>(`/api/comparison/parameters?${ids}`),
    enabled: runs.length > 1,
  });
  const axes = useMemo(() => buildRunAxes(runs, data ?? [], chooseMetricColumns(runs)).slice(-MOST_AXES), [runs, data]);
  const [pointed, setPointed] = useState<number | null>(null);
  if (tasks.size < 2 && (runs.length < 2 || axes.length < 2)) return null;
  const drawn = runs.length > 1 && axes.length > 1;
  return (
    <section className="runs-parallel">
      <h2>{texts.parallel}</h2>
      <p>{texts.parallelHint}</p>
      {tasks.size > 1 && (
        <SegmentedSwitch
          size="xs"
          aria-label={texts.parallelTask}
          data={[...tasks].map(([value, of]) => ({ value, label: `${texts.tasks[value] ?? value} (${of.length})` }))}
          value={task}
          onChange={setTask}
        />
      )}
      {drawn ? (
        <ParallelDrawing runs={runs} axes={axes} pointed={pointed} onPoint={setPointed} />
      ) : (
        <p>{texts.parallelFew}</p>
      )}
      <p className="runs-pointed" aria-live="polite">
        {pointed !== null && runs[pointed] && getRunName(runs[pointed])}
      </p>
      {drawn && (
        <details>
          <summary>{texts.parallelTable}</summary>
          <AxesTable runs={runs} axes={axes} />
        </details>
      )}
    </section>
  );
}

const getRunName = (run: ListedRun): string => versionTexts.compare.name(run.number, run.design_name, true);

interface ParallelDrawingProps {
  runs: ListedRun[];
  axes: RunAxis[];
  pointed: number | null;
  onPoint: (at: number | null) => void;
}

function ParallelDrawing({ runs, axes, pointed, onPoint }: ParallelDrawingProps) {
  const { ref, width: room } = useElementSize();
  const width = room > 80 ? Math.max(room, 2 * MARGIN + (axes.length - 1) * NARROWEST) : room;
  const lefts = axes.map((_, at) => MARGIN + (at * (width - 2 * MARGIN)) / Math.max(1, axes.length - 1));
  const heights = axes.map(({ domain }) => createLinearScale(domain, [BOTTOM, TOP]));
  const letters = Math.max(8, Math.floor((width - 2 * MARGIN) / Math.max(1, axes.length - 1) / 6.2));
  return (
    <div ref={ref} className="runs-scroll" tabIndex={width > room ? 0 : undefined}>
      {width > 80 && (
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={texts.parallelLabel(runs.length)}
          onPointerLeave={() => onPoint(null)}
        >
          {runs.map((run, index) => {
            const points = axes.flatMap<[number, number]>(({ places }, at) =>
              places[index] === null ? [] : [[lefts[at]!, heights[at]!(places[index]!)]],
            );
            return (
              <path
                key={run.id}
                d={buildLinePath(points, formatAsIs, formatAsIs)}
                className="runs-line"
                data-pointed={index === pointed || undefined}
                onPointerEnter={() => onPoint(index)}
              />
            );
          })}
          {axes.map((axis, at) => (
            <RunAxisLine key={axis.title} axis={axis} left={lefts[at]!} letters={letters} height={heights[at]!} />
          ))}
        </svg>
      )}
    </div>
  );
}

const formatAsIs = (value: number): number => value;

interface RunAxisLineProps {
  axis: RunAxis;
  left: number;
  letters: number;
  height: (value: number) => number;
}

function RunAxisLine({ axis, left, letters, height }: RunAxisLineProps) {
  const [card, parameter] = axis.title.includes(": ") ? axis.title.split(": ") : ["", axis.title];
  const cut = (words: string) => (words.length > letters ? `${words.slice(0, letters - 1)}…` : words);
  return (
    <g className="runs-axis">
      <title>{axis.title}</title>
      <text x={left} y={12} textAnchor="middle" className="runs-axis-card">
        {cut(card!)}
      </text>
      <text x={left} y={27} textAnchor="middle">
        {cut(parameter!)}
      </text>
      <path d={`M${left} ${TOP}V${BOTTOM}`} />
      {axis.ticks.map((tick) => (
        <text key={tick.words} x={left - 6} y={height(tick.at) + 4} textAnchor="end" className="runs-tick">
          {tick.words.length > LONGEST_TICK ? `${tick.words.slice(0, LONGEST_TICK - 1)}…` : tick.words}
        </text>
      ))}
    </g>
  );
}

function AxesTable({ runs, axes }: { runs: ListedRun[]; axes: RunAxis[] }) {
  return (
    <div className="runs-scroll">
      <table className="page-table">
        <thead>
          <tr>
            <th scope="col">{texts.design}</th>
            {axes.map(({ title }) => (
              <th key={title} scope="col" className="number">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run, index) => (
            <tr key={run.id}>
              <th scope="row">{getRunName(run)}</th>
              {axes.map(({ title, words }) => (
                <td key={title} className="number">
                  {words[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
