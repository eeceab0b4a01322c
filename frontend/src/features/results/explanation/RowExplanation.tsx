/** Why this one: a row's way from the average prediction to its own, column by column. */

import { ActionIcon } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { ExplainedRow, ExplanationView } from "../../../api/artifactViews";
import { explanationTexts as texts } from "../../../messages/explanationTexts";
import { SegmentedSwitch } from "../../../ui/Segments";
import { formatPlace, listWrongRows, sumRow } from "./explanationSummary";
import { Waterfall } from "./Waterfall";

interface Props {
  view: ExplanationView;
  column: number;
  onColumn: (column: number) => void;
  row: number;
  onRow: (row: number) => void;
}

export function RowExplanation({ view, column, onColumn, row, onRow }: Props) {
  const shown = view.shown.find(({ number }) => number === row) ?? view.shown[0]!;
  return (
    <section className="explanation-row">
      <header>
        <h3>{texts.why(shown.number)}</h3>
        {shown.truth !== null && <span className="explanation-truth">{texts.really(formatLabel(shown.truth))}</span>}
        <span className="explanation-predicted">{describePrediction(view, shown)}</span>
        <RowChooser view={view} row={shown.number} onRow={onRow} />
      </header>
      <Waterfall view={view} row={shown} column={column} onColumn={onColumn} />
    </section>
  );
}

const formatLabel = (value: ExplainedRow["truth"]): string =>
  typeof value === "number" && !Number.isInteger(value) ? formatPlace("label", value) : String(value);

/** "yes: 12 %", or what the number is. */
function describePrediction(view: ExplanationView, row: ExplainedRow): string {
  const name = row.explained_class ?? view.label;
  if (view.scale === "class score") return texts.predictedFor(view.label, String(row.predicted));
  return texts.predictedFor(name, formatPlace(view.scale, sumRow(row)));
}

interface ChooserProps {
  view: ExplanationView;
  row: number;
  onRow: (row: number) => void;
}

function RowChooser({ view, row, onRow }: ChooserProps) {
  const [only, setOnly] = useState<"all" | "wrong">("all");
  const wrong = useMemo(() => listWrongRows(view), [view]);
  const rows = only === "wrong" ? wrong : view.shown;
  const at = rows.findIndex(({ number }) => number === row);
  const show = (place: number) => onRow(rows[(place + rows.length) % rows.length]!.number);
  const isClass = view.shown[0]?.explained_class !== null;
  const choose = (value: "all" | "wrong") => {
    setOnly(value);
    const [first] = value === "wrong" ? wrong : view.shown;
    if (first) onRow(first.number);
  };
  return (
    <div className="explanation-chooser">
      {wrong.length > 0 && (
        <SegmentedSwitch
          size="xs"
          aria-label={texts.rowsShown}
          data={[
            { value: "all", label: texts.all(view.shown.length) },
            { value: "wrong", label: (isClass ? texts.wrong : texts.farthest)(wrong.length) },
          ]}
          value={only}
          onChange={choose}
        />
      )}
      <ActionIcon variant="default" aria-label={texts.previous} title={texts.previous} onClick={() => show(at - 1)}>
        <IconChevronLeft size={16} stroke={1.6} />
      </ActionIcon>
      <span>{at < 0 ? "" : texts.place(at + 1, rows.length)}</span>
      <ActionIcon variant="default" aria-label={texts.next} title={texts.next} onClick={() => show(at + 1)}>
        <IconChevronRight size={16} stroke={1.6} />
      </ActionIcon>
    </div>
  );
}
