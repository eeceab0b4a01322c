/** Words on a dashboard: Markdown, written in place. */

import { useState } from "react";
import { dashboardTexts as texts } from "../../messages/dashboardTexts";
import { NoteMarkdown } from "../../ui/NoteMarkdown";
import { useDebouncedInput } from "../../ui/useDebouncedInput";
import { changeTile } from "./editDashboards";
import type { TileProps } from "./tileContents";

export function TextTile({ id, name, tile, mayEdit }: TileProps) {
  const [writing, setWriting] = useState(false);
  if (writing) return <TextEditor {...{ id, name, tile }} onDone={() => setWriting(false)} />;
  return (
    <>
      <div className="board-text">
        {tile.text.trim() === "" ? mayEdit && <p>{texts.write}</p> : <NoteMarkdown text={tile.text} />}
      </div>
      {mayEdit && (
        <button type="button" className="board-write" onClick={() => setWriting(true)}>
          {texts.edit}
        </button>
      )}
    </>
  );
}

function TextEditor({ id, name, tile, onDone }: Pick<TileProps, "id" | "name" | "tile"> & { onDone: () => void }) {
  const draft = useDebouncedInput(tile.text, (value) => changeTile(id, name, "text", value));
  const finish = () => {
    draft.commit();
    onDone();
  };
  return (
    <textarea
      className="board-editor"
      aria-label={texts.textLabel}
      placeholder={texts.write}
      // biome-ignore lint/a11y/noAutofocus: the field appears because somebody asked to write in it
      autoFocus
      value={draft.text}
      onChange={(event) => draft.onChange(event.currentTarget.value)}
      onBlur={finish}
      onKeyDown={(event) => event.key === "Escape" && finish()}
    />
  );
}
