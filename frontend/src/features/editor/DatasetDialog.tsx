/** Which dataset to begin with. */

import { Modal } from "@mantine/core";
import { IconDatabase } from "@tabler/icons-react";
import type { DatasetSummary } from "../../api/apiTypes";
import { useDatasets } from "../../api/queries";
import { addDataset } from "../../canvas/addNode";
import { formatTableSize } from "../../messages/formatting";
import { onboardingTexts } from "../../messages/onboardingTexts";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { offerPrediction } from "../quickStart/offerPrediction";
import "./datasetDialog.css";
import "./palette/palette.css";

const DatasetDialog: Dialog = ({ onClose }) => {
  const { data } = useDatasets();
  const tables = (data ?? []).filter(({ kind }) => kind === "table");
  const choose = (dataset: DatasetSummary) => {
    onClose();
    offerPrediction(dataset, () => addDataset(dataset));
  };
  return (
    <Modal opened onClose={onClose} title={onboardingTexts.empty.dataset}>
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
              <span className="category-count">{formatTableSize(dataset.rows, dataset.columns)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Modal>
  );
};

export default DatasetDialog;
