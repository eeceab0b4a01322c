/** Costs and gains per kind of call, and the threshold that is worth most by them. */

import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { TwoClassDetails } from "../../../api/artifactViews";
import { formatFixed, formatShort } from "../../../lib/format";
import { countAtThreshold } from "../../../lib/metrics";
import { evaluationChartTexts as texts } from "../../../messages/chartTexts";
import { buildLinePath, computeExtent } from "../../../ui/charts/chartScale";
import { Plot } from "../../../ui/charts/Plot";
import { type CostBenefit, computeValue, computeValueCurve, findBestValue } from "./costBenefit";

interface Props {
  details: TwoClassDetails;
  threshold: number;
  costBenefit: CostBenefit;
  onCostBenefit: (worth: CostBenefit) => void;
}

const CELLS: (keyof CostBenefit)[] = ["truePositive", "falseNegative", "falsePositive", "trueNegative"];

export function CostBenefitPanel({ details, threshold, costBenefit, onCostBenefit }: Props) {
  const total = computeValue(countAtThreshold(details, threshold), costBenefit);
  return (
    <section className="worth">
      <div>
        <header className="plot-head">
          <h3>{texts.cost}</h3>
        </header>
        <p className="plot-caption">{texts.costHelp}</p>
        <div className="worth-fields">
          {CELLS.map((cell) => (
            <CostBenefitField
              key={cell}
              name={texts.cells[cell]}
              value={costBenefit[cell]}
              onChange={(value) => onCostBenefit({ ...costBenefit, [cell]: value })}
            />
          ))}
        </div>
        <p className="worth-total">
          <b>{texts.total(formatShort(total), formatFixed(threshold, 2))}</b>
          <span>{texts.perRow(formatShort(total / Math.max(1, details.rows)))}</span>
        </p>
      </div>
      <CostBenefitChart details={details} threshold={threshold} costBenefit={costBenefit} />
    </section>
  );
}

interface CostBenefitFieldProps {
  name: string;
  value: number;
  onChange: (value: number) => void;
}

/** What is typed stays as it is until it is a number. */
function CostBenefitField({ name, value, onChange }: CostBenefitFieldProps) {
  const [draft, setDraft] = useState(String(value));
  const read = (text: string) => Number(text.replace(/\u2212/g, "-"));
  return (
    <TextInput
      size="xs"
      inputMode="decimal"
      label={name}
      aria-label={texts.costOf(name)}
      error={draft.trim() === "" || !Number.isFinite(read(draft))}
      value={draft}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setDraft(text);
        if (text.trim() !== "" && Number.isFinite(read(text))) onChange(read(text));
      }}
    />
  );
}

function CostBenefitChart({ details, threshold, costBenefit }: Omit<Props, "onCostBenefit">) {
  const points = computeValueCurve(details, costBenefit);
  const best = findBestValue(details, costBenefit);
  const highest = computeValue(countAtThreshold(details, best), costBenefit);
  const currentValue = computeValue(countAtThreshold(details, threshold), costBenefit);
  return (
    <Plot
      title={texts.valueTitle}
      caption={texts.valueCaption}
      label={texts.valueLabel(formatFixed(best, 2), formatShort(highest))}
      xLabel={texts.valueAxis}
      xDomain={[0, 1]}
      yDomain={computeExtent(
        points.map(([, y]) => y),
        0.06,
      )}
      height={190}
      table={() => ({ columns: [texts.threshold, texts.valueTitle], rows: points })}
    >
      {({ x, y, box }) => (
        <>
          <path d={buildLinePath(points, x, y)} className="curve" stroke="var(--series-1)" strokeWidth={2} />
          <path d={`M${x(best)} ${y(highest)}V${box.bottom}`} className="reference" />
          <text x={x(best) + (best > 0.7 ? -8 : 8)} y={box.bottom - 8} textAnchor={best > 0.7 ? "end" : "start"}>
            {texts.valueBest(formatFixed(best, 2))}
          </text>
          <circle cx={x(threshold)} cy={y(currentValue)} r={5.5} className="threshold-dot" />
        </>
      )}
    </Plot>
  );
}
