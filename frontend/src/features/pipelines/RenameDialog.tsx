/** Asks for another name of a pipeline. */

import { TextInput } from "@mantine/core";
import { useState } from "react";
import { type Pipeline, updatePipeline } from "../../api/pipelines";
import { navigate } from "../../lib/navigation";
import { pipelineTexts as texts } from "../../messages/pipelineTexts";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";

export const createRenameDialog =
  (pipeline: Pipeline): Dialog =>
  ({ onClose }) => {
    const [name, setName] = useState(pipeline.name);
    const rename = async () => {
      const renamed = await updatePipeline(pipeline.id, { name: name.trim() });
      navigate(`/pipelines/${renamed.command_name}`);
    };
    return (
      <FormDialog
        title={texts.rename}
        submitLabel={texts.rename}
        incomplete={name.trim() === ""}
        onSubmit={rename}
        onClose={onClose}
      >
        <TextInput
          data-autofocus
          label={texts.name}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </FormDialog>
    );
  };
