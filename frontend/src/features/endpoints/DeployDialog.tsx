/** Asks which endpoint something is deployed to, and for how much of its requests. */

import { Select, Switch, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import type { DeploySource } from "../../actions/deploy";
import { createDeployment, createEndpoint, type DeploymentCreate, useEndpoints } from "../../api/endpoints";
import { CHAMPION, type RegisteredModel, useModels } from "../../api/models";
import { navigate } from "../../lib/navigation";
import { toPlainLetters } from "../../lib/plainLetters";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { endpointTexts } from "../../messages/endpointTexts";
import { flushChanges } from "../../stores/designStore";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import { SegmentedSwitch } from "../../ui/Segments";
import "./deployDialog.css";

const texts = endpointTexts.deploy;

type ShareChoice = keyof typeof texts.shares;
const SHARES = Object.entries(texts.shares).map(([value, label]) => ({ value: value as ShareChoice, label }));

/** A name for an endpoint, of what is in a title. */
const toEndpointName = (title: string): string =>
  toPlainLetters(title)
    .replace(/, real-time inference$/, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 64);

const chooseVersion = (model: RegisteredModel | undefined): string =>
  model?.aliases[CHAMPION] === undefined ? String(model?.versions[0]?.version ?? "") : CHAMPION;

export const createDeployDialog =
  (source: DeploySource): Dialog =>
  ({ onClose }) => <DeployDialog source={source} onClose={onClose} />;

async function deploy(existing: string | undefined, name: string, wanted: DeploymentCreate): Promise<void> {
  await flushChanges();
  const made = existing ? await createDeployment(existing, wanted) : await createEndpoint(name, wanted);
  navigate(`/endpoints/${made.name}`);
  const newest = made.deployments[0];
  if (newest?.state === "failed") notifyFailure(new Error(texts.failed(newest.reason)));
  else notifyDone(texts.done(made.name));
}

function DeployDialog({ source, onClose }: { source: DeploySource; onClose: () => void }) {
  const { data: endpoints } = useEndpoints();
  const { data: models } = useModels();
  const [name, setName] = useState(source.endpoint ?? toEndpointName(source.title));
  const [byOnnx, setByOnnx] = useState(true);
  const [share, setShare] = useState<ShareChoice>("100");
  const [chosenModel, setModel] = useState<string | null>(source.model ?? null);
  const [chosenVersion, setVersion] = useState<string | null>(source.version ?? null);
  const asksModel = source.design === undefined && source.model === undefined;
  const model = models?.find((one) => one.name === chosenModel) ?? (asksModel ? models?.[0] : undefined);
  const version = chosenVersion ?? chooseVersion(model);
  const existing = endpoints?.find((one) => one.name === name.trim());
  const answers = existing?.deployments.some((one) => one.share > 0) ?? false;
  const from = source.design ? { design: source.design } : { model: source.model ?? model?.name, version };
  const wanted: DeploymentCreate = {
    version: "newest",
    note: "",
    ...from,
    share: answers && share === "10" ? 10 : 100,
    shadow: answers && share === "shadow",
    onnx: byOnnx,
  };
  return (
    <FormDialog
      title={source.endpoint ? texts.titleVersion(source.endpoint) : texts.title(source.title)}
      submitLabel={texts.submit}
      incomplete={name.trim() === "" || (asksModel && !model)}
      onSubmit={() => deploy(existing?.id, name.trim(), wanted)}
      onClose={onClose}
    >
      {asksModel && models?.length === 0 && <p>{texts.noModel}</p>}
      {asksModel && model && (
        <ModelFields models={models ?? []} model={model} version={version} onModel={setModel} onVersion={setVersion} />
      )}
      {!source.endpoint && (
        <TextInput
          data-autofocus
          label={texts.name}
          description={`${texts.nameHelp} ${existing ? texts.exists : texts.isNew}`}
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      {answers && <ShareField share={share} onChange={setShare} />}
      <Switch
        label={texts.onnx}
        description={texts.onnxHelp}
        checked={byOnnx}
        onChange={(event) => setByOnnx(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}

function ShareField({ share, onChange }: { share: ShareChoice; onChange: (share: ShareChoice) => void }) {
  const label = useId();
  return (
    <div className="deploy-share">
      <span className="caption" id={label}>
        {texts.share}
      </span>
      <SegmentedSwitch fullWidth aria-labelledby={label} data={SHARES} value={share} onChange={onChange} />
      <small>{texts.shareHelp}</small>
    </div>
  );
}

interface ModelFieldsProps {
  models: RegisteredModel[];
  model: RegisteredModel;
  version: string;
  onModel: (name: string | null) => void;
  onVersion: (version: string | null) => void;
}

function ModelFields({ models, model, version, onModel, onVersion }: ModelFieldsProps) {
  const versions = [...Object.keys(model.aliases), ...model.versions.map((one) => String(one.version))];
  return (
    <>
      <Select
        label={texts.model}
        allowDeselect={false}
        data={models.map((one) => one.name)}
        value={model.name}
        onChange={(name) => {
          onModel(name);
          onVersion(null);
        }}
      />
      <Select label={texts.version} allowDeselect={false} data={versions} value={version} onChange={onVersion} />
    </>
  );
}
