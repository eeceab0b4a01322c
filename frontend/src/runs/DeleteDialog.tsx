/** Asks before a run is deleted: it cannot be brought back. */

import { ConfirmDelete } from "../components/Sure";
import { versionMessages } from "../messages/versions";
import { useAbout } from "./about";
import { deleteRun } from "./query";

const say = versionMessages.runs;

export default function DeleteDialog({ onClose }: { onClose: () => void }) {
  const run = useAbout((store) => store.run);
  if (!run) return null;
  return (
    <ConfirmDelete say={say} name={run.number} remove={() => deleteRun(run.id)} onClose={onClose}>
      {say.deleteHelp}
    </ConfirmDelete>
  );
}
