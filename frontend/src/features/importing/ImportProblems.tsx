/** What has to be answered or known before the import: the fix stands first, and at most two are shown at once. */

import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import type { ColumnReport } from "../../api/apiTypes";
import { importTexts as texts } from "../../messages/importTexts";
import type { ImportState } from "./importState";

const SHOWN = 2;

export const isUndecided = ({ report }: ImportState): boolean => report.columns.some((column) => column.undecided);

export function ImportProblems({ state }: { state: ImportState }) {
  const [all, setAll] = useState(false);
  const found = state.report.columns.filter(
    (column) => column.undecided || column.failed > 0 || column.convertible_units.length > 0,
  );
  const shown = all ? found : found.slice(0, SHOWN);
  if (found.length === 0) return null;
  return (
    <ul className="import-problems">
      {shown.map((column) => (
        <li key={column.source}>
          <IconAlertTriangle size={16} stroke={1.7} aria-hidden="true" />
          <Problem column={column} state={state} />
        </li>
      ))}
      {found.length > shown.length && (
        <li>
          <button type="button" className="text-button" onClick={() => setAll(true)}>
            {texts.moreProblems(found.length - shown.length)}
          </button>
        </li>
      )}
    </ul>
  );
}

function Problem({ column, state }: { column: ColumnReport; state: ImportState }) {
  if (column.undecided) return <Question column={column} state={state} />;
  if (column.failed === 0) return <MixedUnits column={column} state={state} />;
  return <Failed column={column} state={state} />;
}

/** Numbers in kg and in lb stay text unless somebody says which unit they are to be in. */
function MixedUnits({ column, state }: { column: ColumnReport; state: ImportState }) {
  return (
    <>
      <span>{texts.question(column.name, column.reason)}</span>
      <ConvertButton column={column} state={state} />
      <button
        type="button"
        className="text-button"
        onClick={() => state.changeColumns({ [column.source]: { type: "text" } })}
      >
        {texts.keepText}
      </button>
    </>
  );
}

function ConvertButton({ column, state }: { column: ColumnReport; state: ImportState }) {
  const unit = column.convertible_units[0];
  if (unit === undefined) return null;
  return (
    <Button
      size="xs"
      variant="default"
      onClick={() => state.changeColumns({ [column.source]: { type: "real", unit } })}
    >
      {texts.convertUnits(unit)}
    </Button>
  );
}

function Question({ column, state }: { column: ColumnReport; state: ImportState }) {
  const dates = column.undecided === "day or month";
  const answers: [string, () => void][] = dates
    ? [
        [texts.dayFirst, () => state.changeColumns({ [column.source]: { date_order: "day first" } })],
        [texts.monthFirst, () => state.changeColumns({ [column.source]: { date_order: "month first" } })],
      ]
    : [
        [texts.forThousands, () => state.change({ thousands: "," })],
        [texts.forDecimals, () => state.change({ decimal: "," })],
      ];
  return (
    <>
      <span>{texts.question(column.name, column.reason)}</span>
      {answers.map(([label, answer]) => (
        <Button key={label} size="xs" variant="default" onClick={answer}>
          {label}
        </Button>
      ))}
      <button
        type="button"
        className="text-button"
        onClick={() => state.changeColumns({ [column.source]: { type: "text" } })}
      >
        {texts.keepText}
      </button>
    </>
  );
}

function Failed({ column, state }: { column: ColumnReport; state: ImportState }) {
  const show = () => document.getElementById(`import-row-${column.failed_row}`)?.scrollIntoView({ block: "center" });
  return (
    <>
      <span>{texts.failedProblem(column.name, column.failed, column.failed_text)}</span>
      <ConvertButton column={column} state={state} />
      <Button size="xs" variant="default" onClick={() => state.changeColumns({ [column.source]: { type: "text" } })}>
        {texts.keepText}
      </Button>
      <button type="button" className="text-button" onClick={show}>
        {texts.findFirst}
      </button>
    </>
  );
}
