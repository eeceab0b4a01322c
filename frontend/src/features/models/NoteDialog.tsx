/** Asks for the note on a version. */

import { Textarea } from "@mantine/core";
import { useState } from "react";
import { type ModelVersion, updateModelVersion } from "../../api/models";
import { registryTexts as texts } from "../../messages/registryTexts";
import { resultTexts } from "../../messages/resultTexts";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";

export const createNoteDialog =
  (version: ModelVersion): Dialog =>
  ({ onClose }) => {
    const [note, setNote] = useState(version.note);
    return (
      <FormDialog
        title={texts.noteTitle(version.name, version.version)}
        submitLabel={resultTexts.home.save}
        onSubmit={() => updateModelVersion(version.model_id, version.version, { note })}
        onClose={onClose}
      >
        <Textarea
          data-autofocus
          autosize
          minRows={4}
          maxLength={10_000}
          label={texts.note}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </FormDialog>
    );
  };
