/** One chart, three curves to choose from: precision and recall, lift, gain. */

import { useMemo, useState } from "react";
import type { TwoClassDetails } from "../../api/views";
import { Segments } from "../../components/Segments";
import { resultsMessages as say } from "../../messages/results";
import {
  CurveLabels,
  Curves,
  clearest,
  curveTable,
  labelsHeight,
  labelsWidth,
  Reference,
  type Series,
  ThresholdDot,
} from "../charts/marks";
import { Plot, type Scales } from "../charts/Plot";
import { type Domain, extent } from "../charts/scale";
import { fixed } from "../format";
import { gainCurve, liftCurve, type Point, pointsAt, precisionRecallCurve } from "../metrics";
import type { TwoClassModel } from "./TwoClass";

type Kind = "precisionRecall" | "lift" | "gain";

const CURVES: Record<Kind, (details: TwoClassDetails) => Point[]> = {
  precisionRecall: precisionRecallCurve,
  lift: liftCurve,
  gain: gainCurve,
};

/** Where the labels may stand: where the curve of a useful model is not. */
const LABELS: Record<Kind, (scales: Scales, series: Series[], guessing: number) => [number, number][]> = {
  precisionRecall: ({ x, y, box }, series, guessing) => {
    const height = labelsHeight(series.length);
    const above = Math.max(box.top + 20, Math.min(y(0.5), y(guessing) - 16 - height));
    const below = y(guessing) + 22;
    const right = Math.max(x(0.05), box.right - labelsWidth(series) - 4);
    return [
      [x(0.05), above],
      ...(below + height - 20 < box.bottom ? [[x(0.05), below] as Point] : []),
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
  const [kind, setKind] = useState<Kind>("precisionRecall");
  const details = (models[focus] ?? models[0]!).details;
  const share = details.positives / Math.max(1, details.rows);
  const words = say.evaluation[kind];
  const series = useMemo<Series[]>(() => models.map((model) => asSeries(model, kind)), [models, kind]);
  const named = series.slice(0, 4);
  const yDomain = useMemo<Domain>(
    () =>
      kind === "lift" ? [0, Math.max(2, extent(series.flatMap((curve) => curve.points.map(([, y]) => y)))[1])] : [0, 1],
    [series, kind],
  );
  return (
    <Plot
      title={words.title}
      caption={words.caption(details.positive)}
      label={say.evaluation.curveLabel(words.title, series)}
      xLabel={words.x}
      xDomain={[0, 1]}
      yDomain={yDomain}
      aside={<KindSwitch kind={kind} onChange={setKind} />}
      table={() => curveTable(series, words.x, words.title)}
    >
      {(scales) => (
        <>
          <Guessing kind={kind} share={share} scales={scales} />
          <Curves series={series} scales={scales} />
          <ThresholdDot at={pointsAt(details, threshold)[kind]} scales={scales} />
          <CurveLabels series={named} at={clearest(LABELS[kind](scales, named, share), named, scales)} />
        </>
      )}
    </Plot>
  );
}

function asSeries({ name, details }: TwoClassModel, kind: Kind): Series {
  const note = kind === "precisionRecall" ? say.evaluation.averagePrecision(fixed(details.average_precision, 3)) : "";
  return { name, note, points: CURVES[kind](details) };
}

function KindSwitch({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) {
  const kinds: Kind[] = ["precisionRecall", "lift", "gain"];
  return (
    <Segments
      size="xs"
      aria-label={say.evaluation.curve}
      value={kind}
      onChange={onChange}
      data={kinds.map((value) => ({ value, label: say.evaluation[value].short }))}
    />
  );
}

/** What calling rows at random would give. */
function Guessing({ kind, share, scales }: { kind: Kind; share: number; scales: Scales }) {
  if (kind === "gain") return <Reference from={[0, 0]} to={[1, 1]} scales={scales} />;
  const level = kind === "lift" ? 1 : share;
  return (
    <>
      <Reference from={[0, level]} to={[1, level]} scales={scales} />
      <text x={scales.x(0.02)} y={scales.y(level) - 5}>
        {say.evaluation.guessing(fixed(level, kind === "lift" ? 0 : 2))}
      </text>
    </>
  );
}
