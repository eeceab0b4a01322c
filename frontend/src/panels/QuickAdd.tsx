/** Search for a module right where it should stand: after a double-click, or at the end of an edge let go. */

import { Popover, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import type { Module } from "../api/types";
import { addModule } from "../canvas/adding";
import { ModuleIcon } from "../canvas/ModuleIcon";
import { onStage } from "../canvas/stage";
import { typeFits } from "../graph/ports";
import { search } from "../graph/search";
import { text } from "../messages/en";
import { useLibrary } from "../stores/library";
import { type Dragged, useUi } from "../stores/ui";
import { Signature } from "./Signature";

const MOST = 8;
const close = () => useUi.setState({ quickAdd: null });

export function QuickAdd() {
  const place = useUi((ui) => ui.quickAdd);
  if (!place) return null;
  return (
    <Popover
      opened
      onChange={(opened) => !opened && close()}
      position="bottom-start"
      offset={4}
      trapFocus
      withRoles={false}
      width={300}
    >
      <Popover.Target>
        <div className="menu-anchor" style={{ left: place.x, top: place.y }} />
      </Popover.Target>
      <Popover.Dropdown p={6}>
        <Search place={place} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Search({ place }: { place: { x: number; y: number; from: Dragged | null } }) {
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const { catalog } = useLibrary();
  const usable = catalog.modules.filter((module) => module.palette && module.missing.length === 0);
  const fitting = usable.filter((module) => !place.from || takes(module, place.from, catalog.accepts));
  const found = search(fitting, query, (module) => [module.title, module.category, module.summary]).slice(0, MOST);
  const add = (module: Module | undefined) => {
    if (!module) return;
    close();
    const at = onStage(place.x, place.y);
    addModule({ module: module.name }, { at: { x: at.x, y: at.y + (place.from ? 36 : 0) }, from: place.from });
  };
  const press = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") add(found[active]?.item);
    else if (event.key === "Escape") close();
    else if (step) setActive((before) => Math.min(found.length - 1, Math.max(0, before + step)));
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        data-autofocus
        value={query}
        placeholder={text.palette.search(fitting.length)}
        aria-label={text.actions.searchModules}
        leftSection={<IconSearch size={16} stroke={1.6} />}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={press}
      />
      <div className="quick-add" role="listbox" aria-label={text.palette.title}>
        {found.map(({ item }, index) => (
          <button
            type="button"
            key={item.name}
            role="option"
            aria-selected={index === active}
            className={`module-row ${index === active ? "module-row-active" : ""}`}
            onPointerMove={() => setActive(index)}
            onClick={() => add(item)}
          >
            <ModuleIcon name={item.icon} size={16} />
            <span className="module-row-title">{item.title}</span>
            <Signature module={item} />
          </button>
        ))}
        {found.length === 0 && <p className="palette-nothing">{text.palette.nothing(query)}</p>}
      </div>
    </>
  );
}

function takes(
  module: Module,
  from: Dragged,
  accepts: ReturnType<typeof useLibrary.getState>["catalog"]["accepts"],
): boolean {
  return from.side === "output"
    ? module.inputs.some((port) => typeFits(accepts, port.type, from.type))
    : module.outputs.some((port) => typeFits(accepts, from.type, port.type));
}
