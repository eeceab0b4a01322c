/** One dataset: its name and facts, its versions, and its table. */

import { ActionIcon, Button, FileButton, Menu, Select } from "@mantine/core";
import { IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { type Ref, useState } from "react";
import { deleteDataset, renameDataset, restoreDataset } from "../api/queries";
import type { DatasetSummary } from "../api/types";
import { filesMessages } from "../messages/files";
import { resultsMessages as say } from "../messages/results";
import { notifyDone, notifyFailure } from "../notify";
import { bytes, moment } from "../views/format";
import { ResultsView } from "../views/ResultsView";
import { ForEditors } from "./ForEditors";
import { openNewWith } from "./newDesign";
import { RenameDialog } from "./RenameDialog";
import "./datasetDetails.css";

interface Props {
  ref: Ref<HTMLElement>;
  dataset: DatasetSummary;
  onNewVersion: (file: File) => void;
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
              aria-label={say.datasets.versions}
              allowDeselect={false}
              data={dataset.versions.map((one) => ({
                value: String(one.version),
                label: `${say.datasets.version(one.version)}, ${moment(one.created_at)}`,
              }))}
              value={String(version?.version ?? dataset.version)}
              onChange={(value) => setChosen(Number(value))}
            />
          )}
          <ForEditors>
            <div className="page-actions">
              {dataset.source === "upload" && (
                <FileButton onChange={(file) => file && onNewVersion(file)}>
                  {(props) => (
                    <Button variant="default" {...props}>
                      {say.datasets.newVersion}
                    </Button>
                  )}
                </FileButton>
              )}
              {dataset.kind === "table" && (
                <Button variant="default" onClick={() => void openNewWith(dataset)}>
                  {say.datasets.use}
                </Button>
              )}
              {dataset.source === "upload" && <DatasetMenu dataset={dataset} />}
            </div>
          </ForEditors>
        </div>
        <p>
          {facts.file_name}, {bytes(facts.bytes)}, {say.datasets.added(moment(facts.created_at))}
        </p>
        {dataset.notices.map((notice) => (
          <p key={notice}>{notice}</p>
        ))}
        {dataset.attribution && (
          <p>
            {say.datasets.attribution}: {dataset.attribution}
          </p>
        )}
      </header>
      {dataset.kind === "table" ? (
        <div className="dataset-table-frame">
          <ResultsView key={artifact} artifact={artifact} />
        </div>
      ) : (
        <p className="page-message">{filesMessages.whatFor}</p>
      )}
    </section>
  );
}

async function remove(dataset: DatasetSummary): Promise<void> {
  try {
    await deleteDataset(dataset.id);
    notifyDone(say.datasets.deleted(dataset.name), () => void restoreDataset(dataset.id).catch(notifyFailure));
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
          <ActionIcon aria-label={say.home.more(dataset.name)}>
            <IconDots size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} stroke={1.6} />} onClick={() => setRenaming(true)}>
            {say.home.rename}
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={15} stroke={1.6} />}
            onClick={() => void remove(dataset)}
          >
            {say.home.delete}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {renaming && (
        <RenameDialog
          title={say.datasets.renameTitle}
          name={dataset.name}
          onRename={(name) => void renameDataset(dataset.id, name).catch(notifyFailure)}
          onClose={() => setRenaming(false)}
        />
      )}
    </>
  );
}
