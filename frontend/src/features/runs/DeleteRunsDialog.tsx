/** Asks before a run is deleted: it cannot be brought back. */

import { versionTexts } from "../../messages/versionTexts";
import { ConfirmDelete } from "../../ui/ConfirmButton";
import { useDialogRun } from "./dialogTarget";
import { deleteRun } from "./runQueries";

const texts = versionTexts.runs;

export default function DeleteRunsDialog({ onClose }: { onClose: () => void }) {
  const run = useDialogRun((store) => store.run);
  if (!run) return null;
  return (
    <ConfirmDelete deleteTexts={texts} name={run.number} onDelete={() => deleteRun(run.id)} onClose={onClose}>
      {texts.deleteHelp}
    </ConfirmDelete>
  );
}
