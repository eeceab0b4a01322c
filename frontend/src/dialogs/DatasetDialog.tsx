/** Which dataset to begin with. */

import { Modal } from "@mantine/core";
import { IconDatabase } from "@tabler/icons-react";
import { useDatasets } from "../api/queries";
import type { DatasetSummary } from "../api/types";
import { addDataset } from "../canvas/adding";
import { onboarding } from "../messages/onboarding";
import { size } from "../messages/words";
import { offerPrediction } from "./offering";
import type { Dialog } from "./open";
import "./predict.css";

const DatasetDialog: Dialog = ({ onClose }) => {
  const { data } = useDatasets();
  const tables = (data ?? []).filter(({ kind }) => kind === "table");
  const choose = (dataset: DatasetSummary) => {
    onClose();
    offerPrediction(dataset, () => addDataset(dataset));
  };
  return (
    <Modal opened onClose={onClose} title={onboarding.empty.dataset}>
      <ul className="dataset-choice">
        {tables.map((dataset, at) => (
          <li key={dataset.id}>
            <button
              type="button"
              className="module-row"
              data-autofocus={at === 0 || undefined}
              onClick={() => choose(dataset)}
            >
              <IconDatabase size={16} stroke={1.6} aria-hidden="true" />
              <span className="module-row-title">{dataset.name}</span>
              <span className="category-count">{size(dataset.rows, dataset.columns)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Modal>
  );
};

export default DatasetDialog;
