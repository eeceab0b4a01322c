/** Explained predictions: what a model relies on, what a column adds by its value, and why a row got its prediction. */

import { useMemo, useState } from "react";
import type { ExplanationView as View } from "../../../api/artifactViews";
import { explanationTexts as texts } from "../../../messages/explanationTexts";
import { ContributionBars, Interactions } from "./ContributionBars";
import { DependencePlot } from "./DependencePlot";
import { summarizeExplanation } from "./explanationSummary";
import { RowExplanation } from "./RowExplanation";
import "./explanationView.css";

export default function ExplanationView({ shown }: { shown: View }) {
  const { title, detail } = useMemo(() => summarizeExplanation(shown), [shown]);
  const [column, setColumn] = useState(0);
  const [row, setRow] = useState(shown.shown[0]?.number ?? 1);
  return (
    <article className="explanation">
      <header>
        <h2>{title}</h2>
        <p>{detail}</p>
      </header>
      <div className="explanation-panes">
        <ContributionBars view={shown} column={column} onColumn={setColumn} />
        <div>
          {shown.columns.length > 0 && shown.shown.length > 0 && (
            <DependencePlot view={shown} column={column} row={row} onRow={setRow} />
          )}
          <Interactions view={shown} />
        </div>
      </div>
      {shown.shown.length > 0 && (
        <RowExplanation view={shown} column={column} onColumn={setColumn} row={row} onRow={setRow} />
      )}
      <p className="fine-print">{texts.notCause}</p>
    </article>
  );
}
