/** What a column adds to the prediction of each row, by its value. */

import { useElementSize } from "@mantine/hooks";
import type { ExplainedRow, ExplanationView } from "../../../api/artifactViews";
import { formatShort, isNumeric } from "../../../lib/format";
import { explanationTexts as texts } from "../../../messages/explanationTexts";
import { computeExtent, computeTicks, createLinearScale, type Scale } from "../../../ui/charts/chartScale";
import { truncateText } from "../../../ui/charts/textSize";
import { formatContribution } from "./explanationSummary";

interface Props {
  view: ExplanationView;
  column: number;
  row: number;
  onRow: (row: number) => void;
}

const HEIGHT = 300;
const [LEFT, RIGHT, TOP, BOTTOM] = [46, 12, 12, 34];
const MAX_LEVELS = 12;

interface Axis {
  /** Where a value stands; null where it has no place. */
  place: (value: ExplainedRow["values"][number]) => number | null;
  ticks: { at: number; text: string }[];
}

export function DependencePlot({ view, column, row, onRow }: Props) {
  const { ref, width } = useElementSize();
  const described = view.columns[column]!;
  const y = createLinearScale(
    computeExtent([0, ...view.shown.map(({ contributions }) => contributions[column]!)], 0.06),
    [HEIGHT - BOTTOM, TOP],
  );
  const axis = createAxis(view, column, width);
  return (
    <section className="explanation-dependence">
      <header className="plot-head">
        <h3>{texts.adds(described.name)}</h3>
      </header>
      <p className="plot-caption explanation-caption">{texts.addsCaption}</p>
      <div ref={ref}>
        {width > 0 && (
          <svg width={width} height={HEIGHT} role="img" aria-label={texts.addsChart(described.name, view.shown.length)}>
            <Ground {...{ width, y, axis, view, column }} />
            {view.shown
              .map((one, at) => ({ one, at, chosen: one.number === row }))
              // What is chosen lies above the others.
              .toSorted((first, second) => Number(first.chosen) - Number(second.chosen))
              .map(({ one, at, chosen }) => (
                <RowDot key={one.number} {...{ one, at, column, axis, y, onRow, chosen }} />
              ))}
          </svg>
        )}
      </div>
    </section>
  );
}

function createAxis(view: ExplanationView, column: number, width: number): Axis {
  const values = view.shown.map(({ values }) => values[column]!);
  const numbers = values.filter((value): value is number => typeof value === "number");
  const range: [number, number] = [LEFT + 8, Math.max(LEFT + 40, width - RIGHT - 8)];
  if (isNumeric(view.columns[column]!.type) && numbers.length > 0) {
    const domain = computeExtent(numbers, 0.02);
    const x = createLinearScale(domain, range);
    return {
      place: (value) => (typeof value === "number" ? x(value) : null),
      ticks: computeTicks(domain, Math.max(2, Math.floor(width / 90))).map((at) => ({
        at: x(at),
        text: formatShort(at),
      })),
    };
  }
  const levels = countLevels(values.map((value) => (value === null ? texts.missing : String(value))));
  const x = createLinearScale([-0.5, levels.length - 0.5], range);
  const room = (range[1] - range[0]) / Math.max(1, levels.length) - 6;
  return {
    place: (value) => {
      const at = levels.indexOf(value === null ? texts.missing : String(value));
      return at < 0 ? null : x(at);
    },
    ticks: levels.map((level, at) => ({ at: x(at), text: truncateText(level, room, 12) })),
  };
}

/** The commonest values, in alphabetical order. */
function countLevels(values: string[]): string[] {
  const counts = Map.groupBy(values, (value) => value);
  const common = [...counts].toSorted(([, one], [, other]) => other.length - one.length).slice(0, MAX_LEVELS);
  return common.map(([level]) => level).toSorted((one, other) => one.localeCompare(other));
}

interface GroundProps {
  width: number;
  y: Scale;
  axis: Axis;
  view: ExplanationView;
  column: number;
}

function Ground({ width, y, axis, view, column }: GroundProps) {
  const extent = computeExtent([0, ...view.shown.map(({ contributions }) => contributions[column]!)], 0.06);
  return (
    <>
      {computeTicks(extent, 5).map((tick) => (
        <g key={tick} className={tick === 0 ? "explanation-grid explanation-zero" : "explanation-grid"}>
          <path d={`M${LEFT} ${y(tick)}H${width - RIGHT}`} />
          <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
            {tick === 0 ? "0" : formatContributionTick(tick)}
          </text>
        </g>
      ))}
      {axis.ticks.map(({ at, text }) => (
        <text key={`${at}${text}`} x={at} y={HEIGHT - BOTTOM + 20} textAnchor="middle" className="explanation-tick">
          {text}
        </text>
      ))}
    </>
  );
}

const formatContributionTick = (value: number): string => `${value > 0 ? "+" : ""}${formatShort(value)}`;

interface DotProps {
  one: ExplainedRow;
  at: number;
  column: number;
  axis: Axis;
  y: Scale;
  chosen: boolean;
  onRow: (row: number) => void;
}

/** Rows of one value stand beside one another, in an order that is the same each time. */
const JITTER = 5;

function RowDot({ one, at, column, axis, y, chosen, onRow }: DotProps) {
  const x = axis.place(one.values[column]!);
  if (x === null) return null;
  const moved = typeof one.values[column] === "number" ? 0 : (((at * 7919) % 13) / 6 - 1) * JITTER;
  return (
    // The rows are reached by the buttons below too, so that a keyboard needs no way through hundreds of dots.
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut of the buttons "Previous row" and "Next row"
    <circle
      cx={x + moved}
      cy={y(one.contributions[column]!)}
      r={chosen ? 6 : 3.4}
      className="explanation-dot"
      data-chosen={chosen || undefined}
      onClick={() => onRow(one.number)}
    >
      <title>{`${texts.why(one.number)} (${formatContribution(one.contributions[column]!)})`}</title>
    </circle>
  );
}
