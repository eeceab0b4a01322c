/** The modules that the user keeps for all designs, in the palette. */

import { ActionIcon } from "@mantine/core";
import { IconBoxMultiple, IconPuzzle, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { DRAGGED_TYPE } from "../canvas/adding";
import { addKept, forget, keptQuery, takeBack } from "../canvas/keeping";
import type { KeptModule } from "../graph/keptModules";
import { keptMessages as say } from "../messages/kept";
import { notifyDone, notifyFailure } from "../notify";
import { Category } from "./PaletteRows";

export default function KeptModules({ query = "" }: { query?: string }) {
  const { data = [] } = useQuery(keptQuery);
  const found = data.filter(({ title }) => title.toLowerCase().includes(query.trim().toLowerCase()));
  if (found.length === 0) return null;
  const rows = found.map((kept) => <KeptRow key={kept.id} kept={kept} />);
  return query ? (
    rows
  ) : (
    <Category name={say.category} count={found.length}>
      {rows}
    </Category>
  );
}

function KeptRow({ kept }: { kept: KeptModule }) {
  const nodes = kept.content.kind === "group" ? Object.keys(kept.content.nodes).length : 0;
  const Icon = kept.content.kind === "group" ? IconBoxMultiple : IconPuzzle;
  const add = () => void addKept(kept).catch(notifyFailure);
  return (
    <div className="kept-row">
      <button
        type="button"
        className="module-row"
        title={say.about(kept.title, kept.version, nodes)}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(DRAGGED_TYPE, JSON.stringify({ module: "", kept }));
          event.dataTransfer.effectAllowed = "copyMove";
        }}
        onDoubleClick={add}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          add();
        }}
      >
        <Icon size={16} stroke={1.6} aria-hidden="true" className="module-icon" />
        <span className="module-row-title">{kept.title}</span>
      </button>
      <ActionIcon
        size={22}
        variant="subtle"
        color="gray"
        aria-label={say.forget(kept.title)}
        title={say.forget(kept.title)}
        onClick={() => void drop(kept).catch(notifyFailure)}
      >
        <IconX size={14} stroke={1.6} />
      </ActionIcon>
    </div>
  );
}

async function drop(kept: KeptModule): Promise<void> {
  await forget(kept);
  notifyDone(say.forgotten(kept.title), () => void takeBack(kept).catch(notifyFailure));
}
