/** What the threshold makes of the rows: found, missed, false alarms, rightly left alone. A click shows the rows. */

import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { TwoClassDetails } from "../../api/views";
import { judging } from "../../messages/looking";
import { resultsMessages as say } from "../../messages/results";
import { count, percent } from "../format";
import { countsAt } from "../metrics";
import { cellConditions } from "./cellConditions";
import { type Scored, useScored } from "./scored";

interface Props {
  name: string;
  details: TwoClassDetails;
  threshold: number;
  /** The place of the model among those evaluated. */
  index: number;
}

export function ConfusionMatrix({ name, details, threshold, index }: Props) {
  const counts = countsAt(details, threshold);
  const negatives = Math.max(1, details.rows - details.positives);
  const positives = Math.max(1, details.positives);
  const words = say.evaluation.confusion;
  const scored = useScored(index);
  const cell = (really: boolean, called: boolean, rows: number, note: string) => (
    <Cell good={really === called} rows={rows} note={note} {...{ details, threshold, really, called, scored }} />
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
            <th scope="col">{words.called(details.positive)}</th>
            <th scope="col">{words.called(details.negative)}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{words.really(details.positive)}</th>
            {cell(true, true, counts.truePositives, words.found(percent(counts.truePositives / positives)))}
            {cell(true, false, counts.falseNegatives, words.missed(percent(counts.falseNegatives / positives)))}
          </tr>
          <tr>
            <th scope="row">{words.really(details.negative)}</th>
            {cell(false, true, counts.falsePositives, words.falseAlarm(percent(counts.falsePositives / negatives)))}
            {cell(false, false, counts.trueNegatives, words.right(percent(counts.trueNegatives / negatives)))}
          </tr>
        </tbody>
      </table>
      {scored && (
        <p className="confusion-buttons">
          <ShowButton
            {...{ details, threshold, scored }}
            really
            rows={counts.falseNegatives}
            text={judging.showMissed}
          />
          <ShowButton
            {...{ details, threshold, scored }}
            really={false}
            rows={counts.falsePositives}
            text={judging.showFalse}
          />
        </p>
      )}
    </section>
  );
}

interface CellProps {
  details: TwoClassDetails;
  threshold: number;
  really: boolean;
  called: boolean;
  rows: number;
  note: string;
  good: boolean;
  scored: Scored | null;
}

function Cell({ details, threshold, really, called, rows, note, good, scored }: CellProps) {
  const conditions = cellConditions(details, threshold, really, called);
  const classOf = (positive: boolean) => (positive ? details.positive : details.negative);
  const shown = (
    <>
      <span className="confusion-count">{count(rows)}</span>
      <span className="confusion-note">{note}</span>
    </>
  );
  return (
    <td className={good ? "good" : "bad"}>
      <CellButton
        onClick={scored && conditions && rows > 0 ? () => scored.show(conditions) : null}
        title={judging.cellRows(count(rows), classOf(really), classOf(called))}
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

interface ShowProps {
  details: TwoClassDetails;
  threshold: number;
  scored: Scored;
  really: boolean;
  rows: number;
  text: (rows: string) => string;
}

function ShowButton({ details, threshold, scored, really, rows, text }: ShowProps) {
  const conditions = cellConditions(details, threshold, really, !really);
  if (rows === 0 || !conditions) return null;
  return (
    <Button size="compact-sm" variant="default" onClick={() => scored.show(conditions)}>
      {text(count(rows))}
    </Button>
  );
}
