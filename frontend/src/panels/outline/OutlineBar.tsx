/** Over the outline: what is added, where the outline stands; on a phone, how far the run is. */

import { ActionIcon as Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { ActionIcon } from "../../actions/ActionIcon";
import { addNote } from "../../actions/addNote";
import { quickAdd } from "../../actions/quickAdd";
import { redo } from "../../actions/redo";
import { searchActions } from "../../actions/searchActions";
import { undo } from "../../actions/undo";
import { outlining as say } from "../../messages/outline";
import { showOutline, useUi } from "../../stores/ui";
import { RunProgress } from "./RunProgress";

export function OutlineBar({ narrow }: { narrow: boolean }) {
  const place = useUi((ui) => ui.outline);
  return (
    <>
      {narrow && <RunProgress />}
      <div className="outline-bar" role="toolbar" aria-label={say.tools}>
        {!narrow && <h2>{say.label}</h2>}
        <ActionIcon action={quickAdd} label={say.add} size={30} />
        <ActionIcon action={addNote} label={say.addNote} size={30} />
        {narrow && (
          <>
            <ActionIcon action={undo} size={30} />
            <ActionIcon action={redo} size={30} />
            <ActionIcon action={searchActions} size={30} />
          </>
        )}
        {!narrow && (
          <>
            <button
              type="button"
              className="text-button outline-where"
              onClick={() => showOutline(place === "instead" ? "beside" : "instead")}
            >
              {place === "instead" ? say.both : say.full}
            </button>
            <Button size={28} aria-label={say.close} onClick={() => showOutline("off")}>
              <IconX size={16} stroke={1.6} />
            </Button>
          </>
        )}
      </div>
    </>
  );
}
