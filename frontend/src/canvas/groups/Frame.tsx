/** The frame around the cards of an unfolded group, held by its title. */

import { IconFoldDown, IconMaximize } from "@tabler/icons-react";
import type { NodeProps } from "@xyflow/react";
import { useState } from "react";
import { contents, groupIn, groupsOf } from "../../graph/groups";
import { editing } from "../../messages/editing";
import { useDesign } from "../../stores/design";
import { useUi } from "../../stores/ui";
import { openGroup } from "../opening";
import { colourOf, renameGroup, setFolded } from "./folding";
import "./groups.css";

export default function Frame({ id: card, selected }: NodeProps) {
  const id = groupIn(card)!;
  const group = useDesign(({ document }) => document && groupsOf(document).get(id));
  const nodes = useDesign(({ document }) => (document ? contents(document, id).nodes.length : 0));
  if (!group) return null;
  return (
    <section
      className={`frame tint-${colourOf(group.color)} ${selected ? "frame-selected" : ""}`}
      aria-label={editing.canvas.frame(group.title, nodes)}
    >
      <header className="frame-title">
        <Title card={card} title={group.title} />
        <button
          type="button"
          title={editing.canvas.fold}
          aria-label={`${editing.canvas.fold}: ${group.title}`}
          onClick={() => setFolded(id, true)}
        >
          <IconFoldDown size={15} stroke={1.6} />
        </button>
        <button
          type="button"
          title={editing.canvas.openGroup}
          aria-label={`${editing.canvas.openGroup} ${group.title}`}
          onClick={() => openGroup(id)}
        >
          <IconMaximize size={14} stroke={1.6} />
        </button>
      </header>
    </section>
  );
}

/** The title; a double-click writes it anew. */
function Title({ card, title }: { card: string; title: string }) {
  const writing = useUi((ui) => ui.writing === card);
  const done = () => useUi.setState({ writing: null });
  if (writing) return <TitleField title={title} onDone={done} onName={(name) => renameGroup(groupIn(card)!, name)} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keyboards rename it in the pane on the right, or by F2
    <b
      onDoubleClick={(event) => {
        event.stopPropagation();
        useUi.setState({ writing: card });
      }}
    >
      {title}
    </b>
  );
}

interface FieldProps {
  title: string;
  onDone: () => void;
  onName: (name: string) => void;
}

function TitleField({ title, onDone, onName }: FieldProps) {
  const [draft, setDraft] = useState(title);
  const keep = () => {
    onName(draft);
    onDone();
  };
  return (
    <input
      className="nodrag frame-field"
      aria-label={editing.group.title}
      // biome-ignore lint/a11y/noAutofocus: the field appears because its owner asked to write in it
      autoFocus
      value={draft}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep();
        if (event.key === "Escape") onDone();
      }}
    />
  );
}
