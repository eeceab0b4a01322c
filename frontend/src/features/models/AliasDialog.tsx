/** Asks for an alias that is to point to a version. */

import { TextInput } from "@mantine/core";
import { useState } from "react";
import { type ModelVersion, setModelAlias } from "../../api/models";
import { registryTexts as texts } from "../../messages/registryTexts";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";

export const createAliasDialog =
  (version: ModelVersion): Dialog =>
  ({ onClose }) => {
    const [alias, setAlias] = useState("");
    return (
      <FormDialog
        title={texts.addAlias}
        submitLabel={texts.addAlias}
        incomplete={alias.trim() === ""}
        onSubmit={() => setModelAlias(version.model_id, encodeURIComponent(alias.trim()), version.version)}
        onClose={onClose}
      >
        <TextInput
          data-autofocus
          label={texts.alias}
          description={texts.aliasHelp}
          maxLength={32}
          value={alias}
          onChange={(event) => setAlias(event.currentTarget.value)}
        />
      </FormDialog>
    );
  };
