/** One version of a registered model: what it is, how good, which columns it takes, where it came from. */

import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconCrown, IconDots, IconPencil, IconRocket, IconTag, IconTrash } from "@tabler/icons-react";
import { type Ref, useState } from "react";
import { openDeployDialog } from "../../actions/deploy";
import {
  CHAMPION,
  deleteModel,
  deleteModelAlias,
  type ModelVersion,
  type RegisteredModel,
  restoreModel,
  setModelAlias,
  updateModel,
  useModelVersion,
} from "../../api/models";
import { formatMoment } from "../../lib/format";
import { navigate } from "../../lib/navigation";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { endpointTexts } from "../../messages/endpointTexts";
import { registryTexts as texts } from "../../messages/registryTexts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import { RenameDialog } from "../../ui/dialogs/RenameDialog";
import { RequireEditor } from "../../ui/RequireEditor";
import { SegmentedSwitch } from "../../ui/Segments";
import { LineageButton } from "../pipelines/LineageButton";
import { ResultsView } from "../results/ResultsView";
import { AliasBadges } from "./AliasBadges";
import { createDesignWithModel } from "./createDesignWithModel";
import { DownloadMenu } from "./DownloadMenu";
import { ModelOrigin } from "./ModelOrigin";
import { SignatureTable } from "./SignatureTable";
import "./modelVersionDetails.css";

interface Props {
  ref: Ref<HTMLElement>;
  model: RegisteredModel;
  number: number;
}

export function ModelVersionDetails({ ref, model, number }: Props) {
  const { data: version, error } = useModelVersion(model.id, number);
  return (
    <section ref={ref} className="model-details" aria-label={texts.titleOf(model.name, number)}>
      {error && <p className="page-message">{error.message}</p>}
      {version && (
        <>
          <VersionHead model={model} version={version} />
          <VersionBody version={version} />
        </>
      )}
    </section>
  );
}

function VersionHead({ model, version }: { model: RegisteredModel; version: ModelVersion }) {
  const isChampion = version.aliases.includes(CHAMPION);
  const source = { title: model.name, model: model.name, version: String(version.version) };
  const promote = () =>
    setModelAlias(model.id, CHAMPION, version.version)
      .then(() => notifyDone(texts.isChampion(model.name, version.version)))
      .catch(notifyFailure);
  return (
    <header className="model-details-head">
      <div className="model-details-title">
        <h2>{texts.titleOf(model.name, version.version)}</h2>
        <AliasBadges version={version} />
      </div>
      <p>
        {version.learner && <>{version.learner}. </>}
        {texts.registeredBy(version.created_by, formatMoment(version.created_at))}.{" "}
        <LineageButton
          name={texts.titleOf(model.name, version.version)}
          path={`models/${model.id}?version=${version.version}`}
        />
      </p>
      {version.note && <p className="model-note">{version.note}</p>}
      <div className="model-actions">
        <RequireEditor>
          <Button leftSection={<IconRocket size={15} stroke={1.7} />} onClick={() => void openDeployDialog(source)}>
            {endpointTexts.deploy.button}
          </Button>
          <Button variant="default" onClick={() => void createDesignWithModel(version)}>
            {texts.useInDesign}
          </Button>
          {!isChampion && (
            <Button variant="default" leftSection={<IconCrown size={15} stroke={1.7} />} onClick={() => void promote()}>
              {texts.makeChampion}
            </Button>
          )}
        </RequireEditor>
        <DownloadMenu kind={model.kind} version={version} />
        <RequireEditor>
          <VersionMenu model={model} version={version} />
        </RequireEditor>
      </div>
    </header>
  );
}

async function deleteWithUndo(model: RegisteredModel): Promise<void> {
  try {
    await deleteModel(model.id);
    navigate("/models");
    notifyDone(texts.modelDeleted(model.name), () => void restoreModel(model.id).catch(notifyFailure));
  } catch (error) {
    notifyFailure(error);
  }
}

function VersionMenu({ model, version }: { model: RegisteredModel; version: ModelVersion }) {
  const [renaming, setRenaming] = useState(false);
  const rename = (name: string) =>
    updateModel(model.id, { name })
      .then(() => navigate(`/models/${name}/${version.version}`))
      .catch(notifyFailure);
  const removeAlias = (alias: string) => deleteModelAlias(model.id, alias).catch(notifyFailure);
  const openNote = () =>
    openDialog(async () => ({ default: (await import("./NoteDialog")).createNoteDialog(version) }));
  const openAlias = () =>
    openDialog(async () => ({ default: (await import("./AliasDialog")).createAliasDialog(version) }));
  const openDeletion = () =>
    openDialog(async () => ({ default: (await import("./DeleteVersionDialog")).createDeleteVersionDialog(version) }));
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={texts.more(texts.titleOf(model.name, version.version))}>
            <IconDots size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} stroke={1.6} />} onClick={() => void openNote()}>
            {version.note ? texts.editNote : texts.addNote}
          </Menu.Item>
          <Menu.Item leftSection={<IconTag size={15} stroke={1.6} />} onClick={() => void openAlias()}>
            {texts.addAlias}
          </Menu.Item>
          {version.aliases.map((alias) => (
            <Menu.Item key={alias} onClick={() => void removeAlias(alias)}>
              {texts.removeAlias(alias)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPencil size={15} stroke={1.6} />} onClick={() => setRenaming(true)}>
            {texts.rename}
          </Menu.Item>
          <Menu.Item color="red" onClick={() => void openDeletion()}>
            {texts.deleteVersion}
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={15} stroke={1.6} />}
            onClick={() => void deleteWithUndo(model)}
          >
            {texts.deleteModel}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {renaming && (
        <RenameDialog
          title={texts.rename}
          name={model.name}
          onRename={(name) => void rename(name)}
          onClose={() => setRenaming(false)}
        />
      )}
    </>
  );
}

type DetailTab = keyof typeof texts.tabs;

function VersionBody({ version }: { version: ModelVersion }) {
  const [chosen, setTab] = useState<DetailTab>("evaluation");
  const tabs = (Object.keys(texts.tabs) as DetailTab[]).filter((tab) => tab !== "evaluation" || version.evaluation);
  const shown = tabs.includes(chosen) ? chosen : "model";
  return (
    <>
      <SegmentedSwitch
        aria-label={texts.titleOf(version.name, version.version)}
        data={tabs.map((tab) => ({ value: tab, label: texts.tabs[tab] }))}
        value={shown}
        onChange={setTab}
      />
      {shown === "model" && <Result artifact={version.artifact} />}
      {shown === "evaluation" && version.evaluation && <Result artifact={version.evaluation} />}
      {shown === "columns" && <SignatureTable signature={version.signature} />}
      {shown === "origin" && <ModelOrigin version={version} />}
    </>
  );
}

function Result({ artifact }: { artifact: string }) {
  return (
    <div className="model-result">
      <ResultsView key={artifact} artifact={artifact} />
    </div>
  );
}
