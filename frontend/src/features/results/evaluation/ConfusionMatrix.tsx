/** What the threshold makes of the rows: found, missed, false alarms, rightly left alone. A click shows the rows. */

import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { TwoClassDetails } from "../../../api/artifactViews";
import { formatCount, formatPercent } from "../../../lib/format";
import { countAtThreshold } from "../../../lib/metrics";
import { evaluationChartTexts } from "../../../messages/chartTexts";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { buildCellConditions } from "./cellConditions";
import { type ScoredRows, useScoredRows } from "./scoredRows";

interface Props {
  name: string;
  details: TwoClassDetails;
  threshold: number;
  /** The place of the model among those evaluated. */
  index: number;
}

export function ConfusionMatrix({ name, details, threshold, index }: Props) {
  const counts = countAtThreshold(details, threshold);
  const negatives = Math.max(1, details.rows - details.positives);
  const positives = Math.max(1, details.positives);
  const words = texts.evaluation.confusion;
  const scored = useScoredRows(index);
  const cell = (really: boolean, called: boolean, rows: number, note: string) => (
    <ConfusionCell
      good={really === called}
      rows={rows}
      note={note}
      {...{ details, threshold, really, called, scored }}
    />
  );
  return (
    <section>
      <header className="plot-head">
        <h3>{words.title}</h3>
        <span className="plot-caption confusion-model">{name}</span>
      </header>
      <table className="confusion" aria-label={words.title}>
        <thead>
          <tr>
            <td />
            <th scope="col">{words.predicted(details.positive)}</th>
            <th scope="col">{words.predicted(details.negative)}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{words.actual(details.positive)}</th>
            {cell(
              true,
              true,
              counts.truePositives,
              words.truePositive(formatPercent(counts.truePositives / positives)),
            )}
            {cell(
              true,
              false,
              counts.falseNegatives,
              words.falseNegative(formatPercent(counts.falseNegatives / positives)),
            )}
          </tr>
          <tr>
            <th scope="row">{words.actual(details.negative)}</th>
            {cell(
              false,
              true,
              counts.falsePositives,
              words.falsePositive(formatPercent(counts.falsePositives / negatives)),
            )}
            {cell(
              false,
              false,
              counts.trueNegatives,
              words.trueNegative(formatPercent(counts.trueNegatives / negatives)),
            )}
          </tr>
        </tbody>
      </table>
      {scored && (
        <p className="confusion-buttons">
          <ShowRowsButton
            {...{ details, threshold, scored }}
            really
            rows={counts.falseNegatives}
            text={evaluationChartTexts.showMissed}
          />
          <ShowRowsButton
            {...{ details, threshold, scored }}
            really={false}
            rows={counts.falsePositives}
            text={evaluationChartTexts.showFalse}
          />
        </p>
      )}
    </section>
  );
}

interface ConfusionCellProps {
  details: TwoClassDetails;
  threshold: number;
  really: boolean;
  called: boolean;
  rows: number;
  note: string;
  good: boolean;
  scored: ScoredRows | null;
}

function ConfusionCell({ details, threshold, really, called, rows, note, good, scored }: ConfusionCellProps) {
  const conditions = buildCellConditions(details, threshold, really, called);
  const classOf = (positive: boolean) => (positive ? details.positive : details.negative);
  const shown = (
    <>
      <span className="confusion-count">{formatCount(rows)}</span>
      <span className="confusion-note">{note}</span>
    </>
  );
  return (
    <td className={good ? "good" : "bad"}>
      <CellButton
        onClick={scored && conditions && rows > 0 ? () => scored.show(conditions) : null}
        title={evaluationChartTexts.cellRows(formatCount(rows), classOf(really), classOf(called))}
      >
        {shown}
      </CellButton>
    </td>
  );
}

/** A cell that shows its rows when it is pressed, or just its number where they are not known. */
export function CellButton({
  onClick,
  title,
  children,
}: {
  onClick: (() => void) | null;
  title: string;
  children: ReactNode;
}) {
  if (!onClick) return children;
  return (
    <button type="button" className="cell-button" title={title} onClick={onClick}>
      {children}
    </button>
  );
}

interface ShowRowsButtonProps {
  details: TwoClassDetails;
  threshold: number;
  scored: ScoredRows;
  really: boolean;
  rows: number;
  text: (rows: string) => string;
}

function ShowRowsButton({ details, threshold, scored, really, rows, text }: ShowRowsButtonProps) {
  const conditions = buildCellConditions(details, threshold, really, !really);
  if (rows === 0 || !conditions) return null;
  return (
    <Button size="compact-sm" variant="default" onClick={() => scored.show(conditions)}>
      {text(formatCount(rows))}
    </Button>
  );
}
