/** Whether the server has everything: "Saved 10:42", "Saving", "Not saved (3)". */

import { IconCheck, IconCloudOff, IconEye, IconLoader2 } from "@tabler/icons-react";
import { getReadOnlyRole } from "../../api/permissions";
import { appTexts } from "../../messages/appTexts";
import { useDesign } from "../../stores/designStore";
import "./savedState.css";

export function SavedState() {
  const saving = useDesign((store) => store.saving);
  const savedAt = useDesign((store) => store.savedAt);
  const waiting = useDesign((store) => store.unsentCount);
  const role = getReadOnlyRole();
  if (role !== null) {
    return (
      <span className="saved-state" title={appTexts.readOnly.notAllowed[role]}>
        <IconEye size={15} stroke={1.6} aria-hidden="true" />
        {appTexts.readOnly.roleBanner[role]}
      </span>
    );
  }
  if (saving === "offline") {
    return (
      <span className="saved-state saved-not" role="status" title={appTexts.topbar.notSavedHelp}>
        <IconCloudOff size={15} stroke={1.6} aria-hidden="true" />
        {appTexts.topbar.notSaved(waiting)}
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
      {saving === "saved" && savedAt ? appTexts.topbar.saved(savedAt) : appTexts.topbar.saving}
    </span>
  );
}
