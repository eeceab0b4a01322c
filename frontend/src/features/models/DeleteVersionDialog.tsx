/** Asks before a version is deleted for good. */

import { deleteModelVersion, type ModelVersion } from "../../api/models";
import { navigate } from "../../lib/navigation";
import { notifyDone } from "../../lib/toasts";
import { registryTexts as texts } from "../../messages/registryTexts";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";

export const createDeleteVersionDialog =
  (version: ModelVersion): Dialog =>
  ({ onClose }) => (
    <FormDialog
      title={texts.deleteVersionTitle(version.name, version.version)}
      submitLabel={texts.deleteVersion}
      onSubmit={async () => {
        await deleteModelVersion(version.model_id, version.version);
        navigate(`/models/${version.name}`);
        notifyDone(texts.versionDeleted(version.version));
      }}
      onClose={onClose}
    >
      <p>{texts.deleteVersionHelp}</p>
    </FormDialog>
  );
