/** What was done since the page was opened, newest first; a click goes back, or forward again, to that point. */

import { ActionIcon, Popover, Tooltip } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import { text } from "../messages/en";
import { clock } from "../messages/words";
import { redo, undo, useDesign } from "../stores/design";

const MOST = 40;

export function HistoryMenu() {
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={264}>
      <Popover.Target>
        <Tooltip label={text.topbar.history}>
          <ActionIcon size={32} aria-label={text.topbar.history} onClick={() => setOpen(!open)}>
            <IconHistory size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={6}>
        <Entries />
      </Popover.Dropdown>
    </Popover>
  );
}

function Entries() {
  const { past, future } = useDesign((store) => store.history);
  if (past.length + future.length === 0) return <p className="palette-nothing">{text.history.empty}</p>;
  const undone = future.map((entry, index) => ({ entry, steps: index + 1 })).reverse();
  const done = past.map((entry, index) => ({ entry, steps: past.length - 1 - index })).reverse();
  return (
    <div className="history">
      <h2 className="caption">{text.history.title}</h2>
      {undone.map(({ entry, steps }) => (
        <button
          key={`+${steps}`}
          type="button"
          className="history-row history-undone"
          onClick={() => repeat(redo, steps)}
        >
          {entry.label}
          <span>{text.history.undone}</span>
        </button>
      ))}
      {done.slice(0, MOST).map(({ entry, steps }) => (
        <button key={`-${steps}`} type="button" className="history-row" onClick={() => repeat(undo, steps)}>
          {entry.label}
          <span>{entry.at > 0 ? clock(new Date(entry.at)) : ""}</span>
        </button>
      ))}
    </div>
  );
}

function repeat(action: () => void, times: number): void {
  for (let time = 0; time < times; time += 1) action();
}
