/** Costs and gains per kind of call, and the threshold that is worth most by them. */

import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { TwoClassDetails } from "../../api/views";
import { judging as say } from "../../messages/looking";
import { Plot } from "../charts/Plot";
import { extent, linePath } from "../charts/scale";
import { fixed, short } from "../format";
import { countsAt } from "../metrics";
import { bestWorth, type Worth, worthCurve, worthOf } from "./worth";

interface Props {
  details: TwoClassDetails;
  threshold: number;
  worth: Worth;
  onWorth: (worth: Worth) => void;
}

const CELLS: (keyof Worth)[] = ["found", "missed", "falseAlarm", "right"];

export function WorthPanel({ details, threshold, worth, onWorth }: Props) {
  const total = worthOf(countsAt(details, threshold), worth);
  return (
    <section className="worth">
      <div>
        <header className="plot-head">
          <h3>{say.cost}</h3>
        </header>
        <p className="plot-caption">{say.costHelp}</p>
        <div className="worth-fields">
          {CELLS.map((cell) => (
            <WorthField
              key={cell}
              name={say.cells[cell]}
              value={worth[cell]}
              onChange={(value) => onWorth({ ...worth, [cell]: value })}
            />
          ))}
        </div>
        <p className="worth-total">
          <b>{say.total(short(total), fixed(threshold, 2))}</b>
          <span>{say.perRow(short(total / Math.max(1, details.rows)))}</span>
        </p>
      </div>
      <WorthChart details={details} threshold={threshold} worth={worth} />
    </section>
  );
}

interface FieldProps {
  name: string;
  value: number;
  onChange: (value: number) => void;
}

/** What is typed stays as it is until it is a number. */
function WorthField({ name, value, onChange }: FieldProps) {
  const [draft, setDraft] = useState(String(value));
  const read = (text: string) => Number(text.replace(/\u2212/g, "-"));
  return (
    <TextInput
      size="xs"
      inputMode="decimal"
      label={name}
      aria-label={say.costOf(name)}
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

function WorthChart({ details, threshold, worth }: Omit<Props, "onWorth">) {
  const points = worthCurve(details, worth);
  const best = bestWorth(details, worth);
  const highest = worthOf(countsAt(details, best), worth);
  const here = worthOf(countsAt(details, threshold), worth);
  return (
    <Plot
      title={say.worthTitle}
      caption={say.worthCaption}
      label={say.worthLabel(fixed(best, 2), short(highest))}
      xLabel={say.worthX}
      xDomain={[0, 1]}
      yDomain={extent(
        points.map(([, y]) => y),
        0.06,
      )}
      height={190}
      table={() => ({ columns: [say.threshold, say.worthTitle], rows: points })}
    >
      {({ x, y, box }) => (
        <>
          <path d={linePath(points, x, y)} className="curve" stroke="var(--series-1)" strokeWidth={2} />
          <path d={`M${x(best)} ${y(highest)}V${box.bottom}`} className="reference" />
          <text x={x(best) + (best > 0.7 ? -8 : 8)} y={box.bottom - 8} textAnchor={best > 0.7 ? "end" : "start"}>
            {say.worthBest(fixed(best, 2))}
          </text>
          <circle cx={x(threshold)} cy={y(here)} r={5.5} className="threshold-dot" />
        </>
      )}
    </Plot>
  );
}
