/** What a cluster has now in a row of figures, each with how it went since the page is open, for ten minutes at most. */

import { useEffect, useState } from "react";
import { formatFileSize } from "../../lib/format";
import { targetTexts as texts } from "../../messages/targetTexts";
import type { TargetState } from "../../stores/targetQueries";
import "./targetFigures.css";

const KEPT_MS = 10 * 60_000;
const [WIDTH, HEIGHT] = [160, 26];

interface Sample {
  at: number;
  running: number;
  memory: number;
  waiting: number;
}

const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);

function measure({ workers, waiting }: TargetState) {
  const running = sum(workers.map((worker) => worker.running));
  return { running, memory: sum(workers.map((worker) => worker.memory_used)), waiting };
}

/** What was measured each time that the cluster was asked. */
function useHistory(state: TargetState, askedAt: number): Sample[] {
  const [samples, setSamples] = useState<Sample[]>([]);
  useEffect(() => {
    setSamples((earlier) => [
      ...earlier.filter(({ at }) => at > askedAt - KEPT_MS && at < askedAt),
      { at: askedAt, ...measure(state) },
    ]);
  }, [state, askedAt]);
  return samples;
}

export function TargetFigures({ state, askedAt }: { state: TargetState; askedAt: number }) {
  const history = useHistory(state, askedAt);
  const now = measure(state);
  const slots = sum(state.workers.map((worker) => worker.slots));
  const memory = sum(state.workers.map((worker) => worker.memory));
  return (
    <div className="target-figures">
      <Figure
        title={texts.steps}
        value={String(now.running)}
        unit={slots > 0 ? texts.ofBusy(slots) : ""}
        line={history.map(({ running }) => running)}
        highest={slots}
      />
      <Figure
        title={texts.memory}
        value={formatFileSize(now.memory)}
        unit={memory > 0 ? texts.ofAll(formatFileSize(memory)) : ""}
        line={history.map((one) => one.memory)}
        highest={memory}
      />
      <Figure
        title={texts.waiting}
        value={String(now.waiting)}
        unit={texts.stepsOf(now.waiting)}
        line={history.map(({ waiting }) => waiting)}
        highest={0}
      />
      <div className="target-figure">
        <h3>{texts.workers}</h3>
        <p>
          <strong>{state.workers.length}</strong>
        </p>
        <span className="target-blocks" aria-hidden="true">
          {state.workers.slice(0, 24).map((worker) => (
            <span key={worker.name} data-busy={worker.running > 0 || undefined} />
          ))}
        </span>
      </div>
    </div>
  );
}

interface FigureProps {
  title: string;
  value: string;
  unit: string;
  line: number[];
  /** What the line can reach at least. */
  highest: number;
}

function Figure({ title, value, unit, line, highest }: FigureProps) {
  const top = Math.max(highest, ...line, 1);
  const points = line.map((one, at) => {
    const x = line.length === 1 ? WIDTH : (at / (line.length - 1)) * WIDTH;
    return `${x.toFixed(1)},${(HEIGHT - 2 - (one / top) * (HEIGHT - 4)).toFixed(1)}`;
  });
  return (
    <div className="target-figure">
      <h3>{title}</h3>
      <p>
        <strong>{value}</strong> {unit}
      </p>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <polyline points={points.join(" ")} />
      </svg>
    </div>
  );
}
