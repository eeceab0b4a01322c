/** The frame around the cards of an unfolded group, held by its title. */

import { IconFoldDown, IconMaximize } from "@tabler/icons-react";
import type { NodeProps } from "@xyflow/react";
import { useState } from "react";
import { listGroupContents, parseGroupCardId, readGroups } from "../../graph/designGroups";
import { editorTexts } from "../../messages/editorTexts";
import { useDesign } from "../../stores/designStore";
import { useUi } from "../../stores/uiStore";
import { computeFrames, listForeignCards } from "../groupFrames";
import { enterGroup } from "../openNode";
import { useVisibleGraph } from "../useVisibleGraph";
import { renameGroup, setGroupFolded, toKnownColor } from "./editGroup";
import "./groupCard.css";

export default function GroupFrame({ id: card, selected }: NodeProps) {
  const id = parseGroupCardId(card)!;
  const group = useDesign(({ document }) => document && readGroups(document).get(id));
  const nodes = useDesign(({ document }) => (document ? listGroupContents(document, id).nodes.length : 0));
  if (!group) return null;
  return (
    <section
      className={`frame tint-${toKnownColor(group.color)} ${selected ? "frame-selected" : ""}`}
      aria-label={editorTexts.canvas.frame(group.title, nodes)}
    >
      <FrameHoles id={id} />
      <header className="frame-title">
        <FrameTitle card={card} title={group.title} />
        <button
          type="button"
          title={editorTexts.canvas.fold}
          aria-label={`${editorTexts.canvas.fold}: ${group.title}`}
          onClick={() => setGroupFolded(id, true)}
        >
          <IconFoldDown size={15} stroke={1.6} />
        </button>
        <button
          type="button"
          title={editorTexts.canvas.openGroup}
          aria-label={`${editorTexts.canvas.openGroup} ${group.title}`}
          onClick={() => enterGroup(id)}
        >
          <IconMaximize size={14} stroke={1.6} />
        </button>
      </header>
    </section>
  );
}

const HOLE_MARGIN = 8;

/** What stands in the frame by chance does so on a piece of bare paper. */
function FrameHoles({ id }: { id: string }) {
  const view = useVisibleGraph();
  const frame = view && computeFrames(view).get(id);
  if (!frame) return null;
  return listForeignCards(view, id).map((card) => (
    <i
      key={card.id}
      className="frame-hole"
      style={{
        left: card.x - frame.x - HOLE_MARGIN,
        top: card.y - frame.y - HOLE_MARGIN,
        width: card.width + 2 * HOLE_MARGIN,
        height: card.height + 2 * HOLE_MARGIN,
      }}
    />
  ));
}

/** The title; a double-click writes it anew. */
function FrameTitle({ card, title }: { card: string; title: string }) {
  const writing = useUi((ui) => ui.editingText === card);
  const done = () => useUi.setState({ editingText: null });
  if (writing)
    return (
      <FrameTitleField title={title} onDone={done} onName={(name) => renameGroup(parseGroupCardId(card)!, name)} />
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keyboards rename it in the pane on the right, or by F2
    <b
      onDoubleClick={(event) => {
        event.stopPropagation();
        useUi.setState({ editingText: card });
      }}
    >
      {title}
    </b>
  );
}

interface TitleFieldProps {
  title: string;
  onDone: () => void;
  onName: (name: string) => void;
}

function FrameTitleField({ title, onDone, onName }: TitleFieldProps) {
  const [draft, setDraft] = useState(title);
  const keep = () => {
    onName(draft);
    onDone();
  };
  return (
    <input
      className="nodrag frame-field"
      aria-label={editorTexts.group.title}
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
