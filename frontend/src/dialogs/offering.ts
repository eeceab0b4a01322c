/** Offers to predict a column of a table that has come; declined, the table alone is used. */

import type { DatasetSummary } from "../api/types";
import { openDialog } from "./open";

export function offerPrediction(dataset: DatasetSummary, justTable: () => void): void {
  void openDialog(() =>
    import("./PredictDialog").then(({ predictIn }) => ({ default: predictIn(dataset, justTable) })),
  );
}
