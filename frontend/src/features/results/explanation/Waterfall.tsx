/** A waterfall: bars from the average prediction to that of a row, the largest contributions first. */

import { useElementSize } from "@mantine/hooks";
import type { ExplainedRow, ExplanationView } from "../../../api/artifactViews";
import { formatShort } from "../../../lib/format";
import { explanationTexts as texts } from "../../../messages/explanationTexts";
import { computeExtent, createLinearScale, type Scale } from "../../../ui/charts/chartScale";
import { measureText, truncateText } from "../../../ui/charts/textSize";
import { formatContribution, formatPlace, listTicks, sumRow } from "./explanationSummary";

interface Props {
  view: ExplanationView;
  row: ExplainedRow;
  column: number;
  onColumn: (column: number) => void;
}

interface Step {
  column: number | null;
  name: string;
  value: string;
  from: number;
  to: number;
}

const ROW = 24;
const TOP = 24;
const MAX_STEPS = 10;
/** Names and values stand left of the bars. */
const NAME_SHARE = 0.34;
const LARGEST_NAMES = 380;
/** Below this width the bars leave more room to the names. */
const NARROW = 480;
const NARROW_NAME_SHARE = 0.44;
const [NAME_START, VALUE_END, NAME_GAP, LETTER] = [6, 8, 10, 13];
const FIGURES = 58;

export function Waterfall({ view, row, column, onColumn }: Props) {
  const { ref, width } = useElementSize();
  const steps = listSteps(view, row);
  const ends = [row.base, ...steps.map(({ to }) => to)];
  const names = Math.min(LARGEST_NAMES, width * (width < NARROW ? NARROW_NAME_SHARE : NAME_SHARE));
  const domain = computeExtent(ends, 0.05);
  const x = createLinearScale(domain, [names + FIGURES, Math.max(names + FIGURES + 60, width - FIGURES)]);
  const bottom = TOP + (steps.length + 2) * ROW;
  const [from, to] = [formatPlace(view.scale, row.base), formatPlace(view.scale, sumRow(row))];
  return (
    <div ref={ref} className="explanation-waterfall">
      {width > 0 && (
        <svg width={width} height={bottom + 4} role="img" aria-label={texts.waterfall(row.number, from, to)}>
          {listTicks(view.scale, domain).map((tick) => (
            <g key={tick} className="explanation-grid">
              <path d={`M${x(tick)} ${TOP - 4}V${bottom}`} />
              <text x={x(tick)} y={14} textAnchor="middle">
                {formatPlace(view.scale, tick)}
              </text>
            </g>
          ))}
          <End y={TOP} x={x(row.base)} name={texts.average} value={from} open />
          {steps.map((step, at) => (
            <StepBar
              key={step.name}
              {...{ step, x, names }}
              y={TOP + (at + 1) * ROW}
              chosen={step.column === column}
              onColumn={onColumn}
            />
          ))}
          <End y={TOP + (steps.length + 1) * ROW} x={x(sumRow(row))} name={texts.prediction} value={to} />
        </svg>
      )}
    </div>
  );
}

/** The largest contributions, then all others together. */
function listSteps(view: ExplanationView, row: ExplainedRow): Step[] {
  const order = row.contributions
    .map((value, column) => ({ value, column }))
    .toSorted((one, other) => Math.abs(other.value) - Math.abs(one.value));
  const [largest, rest] = [order.slice(0, MAX_STEPS), order.slice(MAX_STEPS)];
  const parts = largest.map(({ value, column }) => ({
    column: column as number | null,
    name: view.columns[column]!.name,
    value: formatValue(row.values[column]!),
    change: value,
  }));
  const count = rest.length + view.other_columns;
  if (count > 0) {
    const change = row.others + rest.reduce((sum, { value }) => sum + value, 0);
    parts.push({ column: null, name: texts.others(count), value: "", change });
  }
  let at = row.base;
  return parts.map(({ change, ...part }) => {
    const from = at;
    at += change;
    return { ...part, from, to: at };
  });
}

const formatValue = (value: ExplainedRow["values"][number]): string =>
  value === null ? texts.missing : typeof value === "number" ? formatShort(value) : String(value);

interface EndProps {
  y: number;
  x: number;
  name: string;
  value: string;
  open?: boolean;
}

function End({ y, x, name, value, open }: EndProps) {
  return (
    <g className="explanation-end" data-open={open || undefined}>
      <text y={y + 16}>{name}</text>
      <circle cx={x} cy={y + ROW / 2} r={5} />
      <text x={x + 10} y={y + 16} className="explanation-figure">
        {value}
      </text>
    </g>
  );
}

interface StepProps {
  step: Step;
  x: Scale;
  names: number;
  y: number;
  chosen: boolean;
  onColumn: (column: number) => void;
}

function StepBar({ step, x, names, y, chosen, onColumn }: StepProps) {
  const [left, right] = [Math.min(x(step.from), x(step.to)), Math.max(x(step.from), x(step.to))];
  const falls = step.to < step.from;
  const { column } = step;
  const room = names - NAME_START - VALUE_END - NAME_GAP;
  const value = truncateText(step.value, room * 0.4, LETTER);
  const name = truncateText(step.name, room - measureText(value, LETTER), LETTER);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut of the list of columns above
    <g
      className="explanation-step"
      data-chosen={chosen || undefined}
      data-open={column === null || undefined}
      onClick={column === null ? undefined : () => onColumn(column)}
    >
      <rect x={0} y={y} width={names} height={ROW - 1} className="explanation-step-name" />
      <title>{step.value === "" ? step.name : `${step.name}: ${step.value}`}</title>
      <text x={NAME_START} y={y + 16} className="explanation-step-title">
        {name}
      </text>
      <text x={names - VALUE_END} y={y + 16} textAnchor="end">
        {value}
      </text>
      <path d={`M${x(step.from)} ${y - ROW / 2}V${y + ROW / 2}`} className="explanation-link" />
      <rect
        x={left}
        y={y + 5}
        width={Math.max(1, right - left)}
        height={ROW - 10}
        className="explanation-bar"
        data-falls={falls || undefined}
      />
      <text
        x={falls ? left - 6 : right + 6}
        y={y + 16}
        textAnchor={falls ? "end" : "start"}
        className="explanation-figure"
      >
        {formatContribution(step.to - step.from)}
      </text>
    </g>
  );
}
