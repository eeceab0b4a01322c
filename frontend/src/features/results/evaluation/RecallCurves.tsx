/** One chart, three curves to choose from: precision and recall, lift, gain. */

import { useState } from "react";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { DescribedChart } from "../../../ui/charts/DescribedChart";
import gain from "../../../ui/charts/descriptions/gain.json";
import lift from "../../../ui/charts/descriptions/lift.json";
import precisionRecall from "../../../ui/charts/descriptions/precision_recall.json";
import { SegmentedSwitch } from "../../../ui/Segments";

const CURVES = { precisionRecall, lift, gain };
type CurveKind = keyof typeof CURVES;
const KINDS = Object.keys(CURVES) as CurveKind[];

export function RecallCurves({ data }: { data: object }) {
  const [kind, setKind] = useState<CurveKind>("precisionRecall");
  const choice = (
    <SegmentedSwitch
      size="xs"
      aria-label={texts.evaluation.curve}
      value={kind}
      onChange={setKind}
      data={KINDS.map((value) => ({ value, label: texts.evaluation.curveNames[value] }))}
    />
  );
  return <DescribedChart description={CURVES[kind]} data={data} aside={choice} />;
}
