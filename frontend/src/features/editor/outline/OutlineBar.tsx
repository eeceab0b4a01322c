/** Over the outline: what is added, where the outline stands; on a phone, how far the run is. */

import { ActionIcon as Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { addNoteAction } from "../../../actions/addNote";
import { quickAddAction } from "../../../actions/openQuickAdd";
import { redoAction } from "../../../actions/redoChange";
import { searchActionsAction } from "../../../actions/searchActions";
import { undoAction } from "../../../actions/undoChange";
import { outlineTexts as texts } from "../../../messages/outlineTexts";
import { setOutlinePlace, useUi } from "../../../stores/uiStore";
import { ActionIcon } from "../../../ui/actions/ActionIcon";
import { RunProgress } from "./RunProgress";
import "../../../ui/textButton.css";

export function OutlineBar({ narrow }: { narrow: boolean }) {
  const place = useUi((ui) => ui.outline);
  return (
    <>
      {narrow && <RunProgress />}
      <div className="outline-bar" role="toolbar" aria-label={texts.tools}>
        {!narrow && <h2>{texts.label}</h2>}
        <ActionIcon action={quickAddAction} label={texts.add} size={30} />
        <ActionIcon action={addNoteAction} label={texts.addNote} size={30} />
        {narrow && (
          <>
            <ActionIcon action={undoAction} size={30} />
            <ActionIcon action={redoAction} size={30} />
            <ActionIcon action={searchActionsAction} size={30} />
          </>
        )}
        {!narrow && (
          <>
            <button
              type="button"
              className="text-button outline-where"
              onClick={() => setOutlinePlace(place === "instead" ? "beside" : "instead")}
            >
              {place === "instead" ? texts.both : texts.full}
            </button>
            <Button size={28} aria-label={texts.close} onClick={() => setOutlinePlace("off")}>
              <IconX size={16} stroke={1.6} />
            </Button>
          </>
        )}
      </div>
    </>
  );
}
