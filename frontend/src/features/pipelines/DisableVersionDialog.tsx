/** Asks why a version is disabled. */

import { TextInput } from "@mantine/core";
import { useState } from "react";
import { disableVersion } from "../../api/pipelines";
import { pipelineTexts } from "../../messages/pipelineTexts";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";

const texts = pipelineTexts.versions;

export const createDisableVersionDialog =
  (pipeline: string, version: number): Dialog =>
  ({ onClose }) => {
    const [reason, setReason] = useState("");
    return (
      <FormDialog
        title={texts.disableTitle(version)}
        submitLabel={texts.disable}
        onSubmit={() => disableVersion(pipeline, version, true, reason)}
        onClose={onClose}
      >
        <p className="settings-about">{texts.disableHelp}</p>
        <TextInput
          data-autofocus
          label={texts.reason}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </FormDialog>
    );
  };
