/** Offers to predict a column of a table that has come; declined, the table alone goes into the open design. */

import type { DatasetSummary } from "../api/types";
import { addDataset } from "../canvas/adding";
import { openDialog } from "./open";

export function offerPrediction(dataset: DatasetSummary, justTable = () => addDataset(dataset)): void {
  void openDialog(() =>
    import("./PredictDialog").then(({ predictIn }) => ({ default: predictIn(dataset, justTable) })),
  );
}
