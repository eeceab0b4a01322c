/** Whether the server has everything: "Saved 10:42", "Saving", "Not saved (3)". */

import { IconCheck, IconCloudOff, IconEye, IconLoader2 } from "@tabler/icons-react";
import { lookingAs } from "../api/may";
import { text } from "../messages/en";
import { useDesign } from "../stores/design";

export function SavedState() {
  const saving = useDesign((store) => store.saving);
  const savedAt = useDesign((store) => store.savedAt);
  const waiting = useDesign((store) => store.waiting);
  const role = lookingAs();
  if (role !== null) {
    return (
      <span className="saved-state" title={text.looking.stays[role]}>
        <IconEye size={15} stroke={1.6} aria-hidden="true" />
        {text.looking.as[role]}
      </span>
    );
  }
  if (saving === "offline") {
    return (
      <span className="saved-state saved-not" role="status" title={text.topbar.notSavedHelp}>
        <IconCloudOff size={15} stroke={1.6} aria-hidden="true" />
        {text.topbar.notSaved(waiting)}
      </span>
    );
  }
  return (
    <span className="saved-state" role="status">
      {saving === "saved" ? (
        <IconCheck size={15} stroke={1.6} aria-hidden="true" className="saved-check" />
      ) : (
        <IconLoader2 size={15} stroke={1.6} aria-hidden="true" />
      )}
      {saving === "saved" && savedAt ? text.topbar.saved(savedAt) : text.topbar.saving}
    </span>
  );
}
