/** Offers to predict a column of a table that has come; declined, the table alone is used. */

import type { DatasetSummary } from "../../api/apiTypes";
import { openDialog } from "../../ui/dialogs/dialogStore";

export function offerPrediction(dataset: DatasetSummary, onUseAsTable: () => void): void {
  void openDialog(() =>
    import("./PredictDialog").then(({ createPredictDialog }) => ({
      default: createPredictDialog(dataset, onUseAsTable),
    })),
  );
}
