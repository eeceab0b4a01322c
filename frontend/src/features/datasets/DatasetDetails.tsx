/** One dataset: its name and facts, its versions, and its table. */

import { ActionIcon, Button, FileButton, Menu, Select } from "@mantine/core";
import { IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { type Ref, useState } from "react";
import type { DatasetSummary } from "../../api/apiTypes";
import { deleteDataset, renameDataset, restoreDataset } from "../../api/queries";
import { createDesignWithDataset } from "../../lib/createDesign";
import { formatFileSize, formatMoment } from "../../lib/format";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { fileTexts } from "../../messages/fileTexts";
import { importTexts } from "../../messages/importTexts";
import { resultTexts as texts } from "../../messages/resultTexts";
import { RenameDialog } from "../../ui/dialogs/RenameDialog";
import { RequireEditor } from "../../ui/RequireEditor";
import { readAgain } from "../importing/openImport";
import { LineageButton } from "../pipelines/LineageButton";
import { offerPrediction } from "../quickStart/offerPrediction";
import { ResultsView } from "../results/ResultsView";
import "./datasetDetails.css";

interface Props {
  ref: Ref<HTMLElement>;
  dataset: DatasetSummary;
  onNewVersion: (files: File[]) => void;
}

export function DatasetDetails({ ref, dataset, onNewVersion }: Props) {
  const [chosen, setChosen] = useState<number | null>(null);
  const version = dataset.versions.find((one) => one.version === (chosen ?? dataset.version));
  const artifact = version?.artifact ?? dataset.artifact;
  const facts = version ?? dataset;
  return (
    <section ref={ref} className="dataset-details">
      <header>
        <div className="dataset-title">
          <h2>{dataset.name}</h2>
          {dataset.versions.length > 1 && (
            <Select
              size="xs"
              w={210}
              aria-label={texts.datasets.versions}
              allowDeselect={false}
              data={dataset.versions.map((one) => ({
                value: String(one.version),
                label: `${texts.datasets.version(one.version)}, ${formatMoment(one.created_at)}`,
              }))}
              value={String(version?.version ?? dataset.version)}
              onChange={(value) => setChosen(Number(value))}
            />
          )}
          <RequireEditor>
            <div className="page-actions">
              {dataset.source === "upload" && dataset.kind === "table" && (
                <Button
                  variant="default"
                  disabled={!facts.can_read_again}
                  title={facts.can_read_again ? undefined : importTexts.cannotReadAgain}
                  onClick={() => void readAgain(dataset, version?.version ?? dataset.version, () => setChosen(null))}
                >
                  {importTexts.readAgain}
                </Button>
              )}
              {dataset.source === "upload" && (
                <FileButton multiple onChange={(files) => files.length > 0 && onNewVersion(files)}>
                  {(props) => (
                    <Button variant="default" {...props}>
                      {texts.datasets.newVersion}
                    </Button>
                  )}
                </FileButton>
              )}
              {dataset.kind === "table" && (
                <>
                  <Button
                    variant="default"
                    onClick={() => offerPrediction(dataset, () => void createDesignWithDataset(dataset))}
                  >
                    {importTexts.predict}
                  </Button>
                  <Button variant="default" onClick={() => void createDesignWithDataset(dataset)}>
                    {texts.datasets.use}
                  </Button>
                </>
              )}
              {dataset.source === "upload" && <DatasetMenu dataset={dataset} />}
            </div>
          </RequireEditor>
        </div>
        <p>
          {facts.file_name}, {formatFileSize(facts.bytes)}, {texts.datasets.added(formatMoment(facts.created_at))}.{" "}
          <LineageButton name={dataset.name} path={`datasets/${dataset.id}?version=${facts.version}`} />
        </p>
        {dataset.notices.map((notice) => (
          <p key={notice}>{notice}</p>
        ))}
        {dataset.attribution && (
          <p>
            {texts.datasets.attribution}: {dataset.attribution}
          </p>
        )}
      </header>
      {dataset.kind === "table" ? (
        <div className="dataset-table-frame">
          <ResultsView key={artifact} artifact={artifact} />
        </div>
      ) : (
        <p className="page-message">{fileTexts.whatFor}</p>
      )}
    </section>
  );
}

async function deleteWithUndo(dataset: DatasetSummary): Promise<void> {
  try {
    await deleteDataset(dataset.id);
    notifyDone(texts.datasets.deleted(dataset.name), () => void restoreDataset(dataset.id).catch(notifyFailure));
  } catch (error) {
    notifyFailure(error);
  }
}

function DatasetMenu({ dataset }: { dataset: DatasetSummary }) {
  const [renaming, setRenaming] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={texts.home.more(dataset.name)}>
            <IconDots size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} stroke={1.6} />} onClick={() => setRenaming(true)}>
            {texts.home.rename}
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={15} stroke={1.6} />}
            onClick={() => void deleteWithUndo(dataset)}
          >
            {texts.home.delete}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {renaming && (
        <RenameDialog
          title={texts.datasets.renameTitle}
          name={dataset.name}
          onRename={(name) => void renameDataset(dataset.id, name).catch(notifyFailure)}
          onClose={() => setRenaming(false)}
        />
      )}
    </>
  );
}
