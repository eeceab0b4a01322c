/** Registers a model that a module gave in its last run; where several did, one of them is chosen. */

import { Checkbox, Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ModelSource } from "../../actions/registerModel";
import { CHAMPION, registerModel, useModels } from "../../api/models";
import { navigate } from "../../lib/navigation";
import { notifyOffer } from "../../lib/toasts";
import { registryTexts } from "../../messages/registryTexts";
import { useDesign } from "../../stores/designStore";
import { getDistinctNodeName } from "../../stores/nodeNames";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import { suggestModelName } from "./modelNames";

const texts = registryTexts.register;

export const createRegisterModelDialog =
  (sources: ModelSource[]): Dialog =>
  ({ onClose }) => {
    const [node, setNode] = useState(sources[0]?.node ?? "");
    const kind = sources.find((source) => source.node === node)?.kind;
    const design = useDesign((store) => store.id);
    const title = useDesign((store) => store.document?.name ?? "");
    const { data } = useModels();
    const models = (data ?? []).filter((model) => model.kind === kind);
    const [name, setName] = useState(() => suggestModelName(title));
    const [note, setNote] = useState("");
    const [champion, setChampion] = useState<boolean>();
    const known = models.find((model) => model.name === name);
    const isChampion = champion ?? (known === undefined || known.versions.length === 0);
    const register = async () => {
      const aliases = isChampion ? [CHAMPION] : [];
      const version = await registerModel({ name: name.trim(), design, node, note, aliases, tags: [] });
      const address = `/models/${version.name}/${version.version}`;
      notifyOffer(texts.done(version.name, version.version), texts.show, () => navigate(address));
    };
    return (
      <FormDialog
        title={texts.title}
        submitLabel={texts.submit}
        incomplete={name.trim() === ""}
        onSubmit={register}
        onClose={onClose}
      >
        {sources.length > 1 && (
          <Select
            label={texts.source}
            allowDeselect={false}
            data={sources.map((source) => ({ value: source.node, label: getDistinctNodeName(source.node) }))}
            value={node}
            onChange={(chosen) => chosen && setNode(chosen)}
          />
        )}
        <TextInput
          data-autofocus
          label={texts.name}
          description={texts.nameHelp}
          list="registered-models"
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <datalist id="registered-models">
          {models.map((model) => (
            <option key={model.id} value={model.name} />
          ))}
        </datalist>
        <p className="settings-about">
          {known ? texts.nextVersion((known.versions[0]?.version ?? 0) + 1) : texts.newModel}
        </p>
        <Textarea
          autosize
          minRows={2}
          maxLength={10_000}
          label={texts.note}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Checkbox
          label={texts.champion}
          checked={isChampion}
          onChange={(event) => setChampion(event.currentTarget.checked)}
        />
      </FormDialog>
    );
  };
