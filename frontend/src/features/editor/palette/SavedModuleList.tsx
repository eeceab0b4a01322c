/** The modules that the user keeps for all designs, in the palette. */

import { ActionIcon } from "@mantine/core";
import { IconBoxMultiple, IconPuzzle, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { MODULE_DRAG_TYPE } from "../../../canvas/addNode";
import {
  addSavedModule,
  removeSavedModule,
  restoreSavedModule,
  savedModulesQuery,
} from "../../../canvas/placeSavedModules";
import type { SavedModule } from "../../../graph/savedModules";
import { notifyDone, notifyFailure } from "../../../lib/toasts";
import { savedModuleTexts as texts } from "../../../messages/savedModuleTexts";
import { PaletteCategory } from "./PaletteRows";
import "./palette.css";

export default function SavedModuleList({ query = "" }: { query?: string }) {
  const { data = [] } = useQuery(savedModulesQuery);
  const found = data.filter(({ title }) => title.toLowerCase().includes(query.trim().toLowerCase()));
  if (found.length === 0) return null;
  const rows = found.map((kept) => <SavedModuleRow key={kept.id} kept={kept} />);
  return query ? (
    rows
  ) : (
    <PaletteCategory name={texts.category} count={found.length}>
      {rows}
    </PaletteCategory>
  );
}

function SavedModuleRow({ kept }: { kept: SavedModule }) {
  const nodes = kept.content.kind === "group" ? Object.keys(kept.content.nodes).length : 0;
  const Icon = kept.content.kind === "group" ? IconBoxMultiple : IconPuzzle;
  const add = () => void addSavedModule(kept).catch(notifyFailure);
  return (
    <div className="kept-row">
      <button
        type="button"
        className="module-row"
        title={texts.about(kept.title, kept.version, nodes)}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(MODULE_DRAG_TYPE, JSON.stringify({ module: "", kept }));
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
        className="kept-more"
        variant="subtle"
        color="gray"
        aria-label={texts.remove(kept.title)}
        title={texts.remove(kept.title)}
        onClick={() => void deleteSavedModule(kept).catch(notifyFailure)}
      >
        <IconX size={14} stroke={1.6} />
      </ActionIcon>
    </div>
  );
}

async function deleteSavedModule(module: SavedModule): Promise<void> {
  await removeSavedModule(module);
  notifyDone(texts.removed(module.title), () => void restoreSavedModule(module).catch(notifyFailure));
}
