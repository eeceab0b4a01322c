/** The score histogram is the threshold slider: positives above the line, negatives below it. */

import { Button } from "@mantine/core";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import type { TwoClassDetails } from "../../../api/artifactViews";
import { formatFixed } from "../../../lib/format";
import { exploreTexts } from "../../../messages/chartTexts";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { ChartFrame, type ChartTable } from "../../../ui/charts/ChartFrame";
import { createLinearScale, type Scale } from "../../../ui/charts/chartScale";

const HEIGHT = 190;
const MIDDLE = 93;
const TALLEST = 70;
const STEP = 0.01;

interface Props {
  details: TwoClassDetails;
  threshold: number;
  /** Thresholds worth going to. */
  presets: { label: string; value: number }[];
  onChange: (threshold: number) => void;
}

export function ThresholdSlider({ details, threshold, presets, onChange }: Props) {
  const buttons = (
    <>
      {presets.map(({ label, value }) => (
        <ThresholdPreset key={label} label={label} value={value} current={threshold} onChange={onChange} />
      ))}
    </>
  );
  return (
    <ChartFrame
      className="threshold"
      title={texts.evaluation.threshold}
      caption={texts.evaluation.thresholdHelp}
      badge={<mark className="threshold-value">{formatFixed(threshold, 2)}</mark>}
      aside={buttons}
      height={HEIGHT}
      table={() => buildScoreTable(details)}
    >
      {({ width }) => <ScoreHistogram details={details} threshold={threshold} width={width} onChange={onChange} />}
    </ChartFrame>
  );
}

/** The histogram of the scores, class by class. */
function buildScoreTable({ histogram, positive, negative }: TwoClassDetails): ChartTable {
  const bins = histogram.positive.length;
  const rows = histogram.positive.map((found, at) => [at / bins, (at + 1) / bins, found, histogram.negative[at] ?? 0]);
  const really = texts.evaluation.actualClass;
  return { columns: [exploreTexts.from, exploreTexts.to, really(positive), really(negative)], rows };
}

function ThresholdPreset({
  label,
  value,
  current,
  onChange,
}: {
  label: string;
  value: number;
  current: number;
  onChange: (value: number) => void;
}) {
  const active = Math.abs(value - current) < 1e-9;
  return (
    <Button
      size="compact-sm"
      variant={active ? "light" : "default"}
      aria-pressed={active}
      onClick={() => onChange(value)}
    >
      {label}
    </Button>
  );
}

interface ScoreHistogramProps extends Omit<Props, "presets"> {
  width: number;
}

const KEYS: Record<string, number> = {
  ArrowLeft: -STEP,
  ArrowDown: -STEP,
  ArrowRight: STEP,
  ArrowUp: STEP,
  PageDown: -0.1,
  PageUp: 0.1,
  Home: -1,
  End: 1,
};

function ScoreHistogram({ details, threshold, width, onChange }: ScoreHistogramProps) {
  const track = useRef<HTMLDivElement>(null);
  const x = createLinearScale([0, 1], [0, width]);
  const set = (value: number) => onChange(Math.min(1, Math.max(0, Math.round(value / STEP) * STEP)));
  const drag = (event: PointerEvent) => {
    if (event.buttons === 0 || !track.current) return;
    set((event.clientX - track.current.getBoundingClientRect().left) / width);
  };
  const press = (event: KeyboardEvent) => {
    const step = KEYS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(threshold + step);
  };
  return (
    <div
      ref={track}
      className="threshold-slider"
      role="slider"
      tabIndex={0}
      aria-label={texts.evaluation.threshold}
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={Number(threshold.toFixed(2))}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag(event);
      }}
      onPointerMove={drag}
    >
      <svg width={width} height={HEIGHT} aria-hidden="true">
        <HistogramSide
          counts={details.histogram.positive}
          threshold={threshold}
          width={width}
          up
          className="score-positive"
        />
        <HistogramSide
          counts={details.histogram.negative}
          threshold={threshold}
          width={width}
          className="score-negative"
        />
        <ThresholdTexts details={details} x={x(threshold)} width={width} />
        <ThresholdHandle x={x(threshold)} />
        <ScoreAxis x={x} />
      </svg>
    </div>
  );
}

interface HistogramSideProps {
  counts: number[];
  threshold: number;
  width: number;
  up?: boolean;
  className: string;
}

/** The scores of one class, on a square-root scale of its own; a bar that the threshold cuts is drawn in two parts. */
function HistogramSide({ counts, threshold, width, up = false, className }: HistogramSideProps) {
  const most = Math.max(1, ...counts);
  const step = width / Math.max(1, counts.length);
  return (
    <g className={className}>
      {counts.map((value, at) => {
        const tall = Math.sqrt(value / most) * TALLEST;
        const cut = Math.min(1, Math.max(0, threshold * counts.length - at)) * step;
        const place = { y: up ? MIDDLE - 1 - tall : MIDDLE + 1, height: tall };
        const key = `bin ${at}`;
        return (
          <g key={key}>
            {cut > 0 && <rect x={at * step} width={Math.max(0.5, cut - 0.5)} {...place} className="below" />}
            {cut < step && (
              <rect x={at * step + cut} width={Math.max(0.5, step - cut - 0.5)} {...place} className="above" />
            )}
          </g>
        );
      })}
    </g>
  );
}

function ThresholdTexts({ details, x, width }: { details: TwoClassDetails; x: number; width: number }) {
  return (
    <g>
      <text x={width} y={15} textAnchor="end" className="score-word-positive">
        {texts.evaluation.actualClass(details.positive)}
      </text>
      <text x={width} y={158} textAnchor="end" className="score-word-negative">
        {texts.evaluation.actualClass(details.negative)}
      </text>
      {x > 90 && (
        <text x={x - 9} y={14} textAnchor="end">
          {texts.evaluation.predictedClass(details.negative)}
        </text>
      )}
      {x < width - 220 && (
        <text x={x + 9} y={14}>
          {texts.evaluation.predictedClass(details.positive)}
        </text>
      )}
    </g>
  );
}

function ThresholdHandle({ x }: { x: number }) {
  return (
    <g className="threshold-handle">
      <rect x={x - 1} y={4} width={2} height={166} className="threshold-line" />
      <rect x={x - 11} y={MIDDLE - 12} width={22} height={24} rx={5} className="threshold-knob" />
      <path d={`M${x - 3} ${MIDDLE - 5}v10M${x + 3} ${MIDDLE - 5}v10`} className="threshold-grip" />
    </g>
  );
}

function ScoreAxis({ x }: { x: Scale }) {
  return (
    <g>
      {[0, 0.2, 0.4, 0.6, 0.8, 1].map((tick) => (
        <text key={tick} x={x(tick)} y={HEIGHT - 3} textAnchor={tick === 0 ? "start" : tick === 1 ? "end" : "middle"}>
          {tick}
        </text>
      ))}
    </g>
  );
}
