/** Under which name a module is kept, and whether as the next version of one that is kept already. */

import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { findOriginIn, type SavableItem, savedModulesQuery, saveModule } from "../../canvas/placeSavedModules";
import { readGroups } from "../../graph/designGroups";
import { notifyDone } from "../../lib/toasts";
import { savedModuleTexts as texts } from "../../messages/savedModuleTexts";
import { useCatalog } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import { SegmentedSwitch } from "../../ui/Segments";

export const createSaveModuleDialog =
  (what: SavableItem): Dialog =>
  ({ onClose }) => <SaveModuleDialog what={what} onClose={onClose} />;

function getSuggestedName(what: SavableItem): string {
  const { document } = useDesign.getState();
  if ("module" in what) return useCatalog.getState().modules.get(what.module)?.title ?? "";
  return (document && readGroups(document).get(what.group)?.title) ?? "";
}

function SaveModuleDialog({ what, onClose }: { what: SavableItem; onClose: () => void }) {
  const origin = useDesign(({ document }) => findOriginIn(document, what)?.module ?? null);
  const { data = [] } = useQuery(savedModulesQuery);
  const before = data.find(({ id }) => id === origin);
  const [another, setAnother] = useState(false);
  const [name, setName] = useState(() => getSuggestedName(what));
  const label = useId();
  const next = before && !another ? before : null;
  const save = async () => {
    const saved = await saveModule(what, name.trim(), next?.id ?? null);
    if (saved) notifyDone(texts.saved(saved.title, saved.version));
  };
  return (
    <FormDialog
      title={texts.title}
      submitLabel={texts.save}
      incomplete={!next && name.trim() === ""}
      onSubmit={save}
      onClose={onClose}
    >
      <p>{texts.description}</p>
      {before && (
        <div>
          <span className="caption" id={label}>
            {texts.saveAs}
          </span>
          <SegmentedSwitch
            fullWidth
            aria-labelledby={label}
            value={another ? "another" : "next"}
            data={[
              { value: "next", label: texts.nextVersion(before.title) },
              { value: "another", label: texts.newModule },
            ]}
            onChange={(value) => setAnother(value === "another")}
          />
        </div>
      )}
      {!next && (
        <TextInput
          data-autofocus
          label={texts.name}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
    </FormDialog>
  );
}
