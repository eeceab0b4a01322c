/** One chart, three curves to choose from: precision and recall, lift, gain. */

import { useMemo, useState } from "react";
import type { TwoClassDetails } from "../../../api/artifactViews";
import { formatFixed, formatFixedOrNull } from "../../../lib/format";
import {
  type CurvePoint,
  computeGainCurve,
  computeLiftCurve,
  computePointsAt,
  computePrecisionRecallCurve,
} from "../../../lib/metrics";
import { resultTexts as texts } from "../../../messages/resultTexts";
import {
  buildCurveTable,
  CurveLabels,
  type CurveSeries,
  Curves,
  findClearestPlace,
  getLabelsHeight,
  getLabelsWidth,
  ReferenceLine,
  ThresholdDot,
} from "../../../ui/charts/chartMarks";
import { computeExtent, type Domain } from "../../../ui/charts/chartScale";
import { Plot, type PlotScales } from "../../../ui/charts/Plot";
import { SegmentedSwitch } from "../../../ui/Segments";
import type { TwoClassModel } from "./TwoClass";

type CurveKind = "precisionRecall" | "lift" | "gain";

const CURVES: Record<CurveKind, (details: TwoClassDetails) => CurvePoint[]> = {
  precisionRecall: computePrecisionRecallCurve,
  lift: computeLiftCurve,
  gain: computeGainCurve,
};

/** Where the labels may stand: where the curve of a useful model is not. */
const LABELS: Record<CurveKind, (scales: PlotScales, series: CurveSeries[], guessing: number) => [number, number][]> = {
  precisionRecall: ({ x, y, box }, series, guessing) => {
    const height = getLabelsHeight(series.length);
    const above = Math.max(box.top + 20, Math.min(y(0.5), y(guessing) - 16 - height));
    const below = y(guessing) + 22;
    const right = Math.max(x(0.05), box.right - getLabelsWidth(series) - 4);
    return [
      [x(0.05), above],
      ...(below + height - 20 < box.bottom ? [[x(0.05), below] as CurvePoint] : []),
      [right, box.top + 20],
    ];
  },
  lift: ({ x, box }) => [[x(0.5), box.top + 40]],
  gain: ({ x, y }) => [[x(0.5), y(0.36)]],
};

interface Props {
  models: TwoClassModel[];
  focus: number;
  threshold: number;
}

export function RecallCurves({ models, focus, threshold }: Props) {
  const [kind, setKind] = useState<CurveKind>("precisionRecall");
  const details = (models[focus] ?? models[0]!).details;
  const share = details.positives / Math.max(1, details.rows);
  const words = texts.evaluation[kind];
  const series = useMemo<CurveSeries[]>(() => models.map((model) => toRecallSeries(model, kind)), [models, kind]);
  const named = series.slice(0, 4);
  const yDomain = useMemo<Domain>(
    () =>
      kind === "lift"
        ? [0, Math.max(2, computeExtent(series.flatMap((curve) => curve.points.map(([, y]) => y)))[1])]
        : [0, 1],
    [series, kind],
  );
  return (
    <Plot
      title={words.title}
      caption={words.caption(details.positive)}
      label={texts.evaluation.curveLabel(words.title, series)}
      xLabel={words.x}
      xDomain={[0, 1]}
      yDomain={yDomain}
      aside={<CurveKindSwitch kind={kind} onChange={setKind} />}
      table={() => buildCurveTable(series, words.x, words.title)}
    >
      {(scales) => (
        <>
          <GuessingLine kind={kind} share={share} scales={scales} />
          <Curves series={series} scales={scales} />
          <ThresholdDot at={computePointsAt(details, threshold)[kind]} scales={scales} />
          <CurveLabels series={named} at={findClearestPlace(LABELS[kind](scales, named, share), named, scales)} />
        </>
      )}
    </Plot>
  );
}

function toRecallSeries({ name, details }: TwoClassModel, kind: CurveKind): CurveSeries {
  const note =
    kind === "precisionRecall"
      ? texts.evaluation.averagePrecision(formatFixedOrNull(details.average_precision, 3))
      : "";
  return { name, note, points: CURVES[kind](details) };
}

function CurveKindSwitch({ kind, onChange }: { kind: CurveKind; onChange: (kind: CurveKind) => void }) {
  const kinds: CurveKind[] = ["precisionRecall", "lift", "gain"];
  return (
    <SegmentedSwitch
      size="xs"
      aria-label={texts.evaluation.curve}
      value={kind}
      onChange={onChange}
      data={kinds.map((value) => ({ value, label: texts.evaluation[value].short }))}
    />
  );
}

/** What calling rows at random would give. */
function GuessingLine({ kind, share, scales }: { kind: CurveKind; share: number; scales: PlotScales }) {
  if (kind === "gain") return <ReferenceLine from={[0, 0]} to={[1, 1]} scales={scales} />;
  const level = kind === "lift" ? 1 : share;
  return (
    <>
      <ReferenceLine from={[0, level]} to={[1, level]} scales={scales} />
      <text x={scales.x(0.02)} y={scales.y(level) - 5}>
        {texts.evaluation.guessing(formatFixed(level, kind === "lift" ? 0 : 2))}
      </text>
    </>
  );
}
