/** Search for a module right where it should stand: on the paper, at the end of an edge, in the place of another. */

import { Popover, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { firstOutput } from "../actions/quickAdd";
import { takeTyped } from "../actions/typedAhead";
import { addModule } from "../canvas/adding";
import { besides, SEARCH } from "../canvas/anchors";
import { ModuleIcon } from "../canvas/ModuleIcon";
import { replaceBy } from "../canvas/replacing";
import { focusCanvas, hasStage, onStage } from "../canvas/stage";
import { findModules, keywordFound } from "../graph/findModules";
import type { Match } from "../graph/search";
import { editing } from "../messages/editing";
import { text } from "../messages/en";
import { onboarding } from "../messages/onboarding";
import { useDesign } from "../stores/design";
import { type Dragged, NARROW, type QuickAdd as Place, select, useUi } from "../stores/ui";
import { additionOf, datasetWords, type Offered, useOffered, whyOffered } from "./offered";
import { nameOfNode } from "./problemWords";
import { Signature } from "./Signature";
import "./quickAdd.css";
import "../components/menuAnchor.css";

const MOST = 8;
const say = editing.quickAdd;

function close(): void {
  useUi.setState({ quickAdd: null });
  // There the pane of the new card would lie over the outline.
  if (matchMedia(NARROW).matches) select([]);
  requestAnimationFrame(focusCanvas);
}

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
      width={SEARCH.width}
      preventPositionChangeWhenVisible={false}
    >
      <Popover.Target>
        <div className="menu-anchor" style={{ left: place.x, top: place.y }} />
      </Popover.Target>
      <Popover.Dropdown p={6}>
        <Search key={place.from ? `${place.from.node} ${place.from.port}` : ""} place={place} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Search({ place }: { place: Place }) {
  const [query, setQuery] = useState(takeTyped);
  const [active, setActive] = useState(0);
  const offered = useOffered(place);
  const found = findModules(offered, query).slice(0, MOST);
  const heading = headingOf(place);
  const press = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") choose(place, found[active]?.item, true);
    else if (event.key === "Escape") close();
    else if (step) setActive((before) => Math.min(found.length - 1, Math.max(0, before + step)));
    else return;
    event.preventDefault();
  };
  return (
    <>
      {heading && <h2 className="caption quick-heading">{heading}</h2>}
      <TextInput
        data-autofocus
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls="quick-add-list"
        aria-activedescendant={found[active] ? `quick-add-${found[active].item.name}` : undefined}
        value={query}
        placeholder={
          offered.some(({ dataset }) => dataset) ? text.palette.searchAll : text.palette.search(offered.length)
        }
        aria-label={heading ?? say.label}
        leftSection={<IconSearch size={16} stroke={1.6} />}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={press}
      />
      <div className="quick-add" role="listbox" id="quick-add-list" aria-label={text.palette.title}>
        {found.map((match, index) => (
          <Option
            key={match.item.name}
            match={match}
            why={query ? whyFound(match) : whyOffered(match.item, place)}
            active={index === active}
            onPoint={() => setActive(index)}
            onChoose={() => choose(place, match.item, false)}
          />
        ))}
      </div>
      <p className="palette-nothing" role="status" hidden={found.length > 0}>
        {found.length === 0 && text.palette.nothing(query)}
      </p>
      <p className="quick-keys">{say.keys}</p>
    </>
  );
}

interface OptionProps {
  match: Match<Offered>;
  why: string;
  active: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function Option({ match: { item }, why, active, onPoint, onChoose }: OptionProps) {
  return (
    <button
      type="button"
      role="option"
      id={`quick-add-${item.name}`}
      tabIndex={-1}
      aria-selected={active}
      className={`module-row ${active ? "module-row-active" : ""}`}
      title={item.summary}
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      <ModuleIcon name={item.icon} size={16} />
      <span className="quick-words">
        <span>{item.title}</span>
        {why && <span className="quick-why">{why}</span>}
      </span>
      <Signature module={item} />
    </button>
  );
}

function headingOf({ from, replace, between }: Place): string | null {
  if (between) return say.between(nameOfNode(between.source), nameOfNode(between.target));
  if (replace !== undefined) return say.replace(nameOfNode(replace));
  if (!from) return null;
  return from.side === "output" ? say.after(nameOfNode(from.node)) : say.before(nameOfNode(from.node));
}

function whyFound(match: Match<Offered>): string {
  const { why, item } = match;
  const keyword = keywordFound(match);
  if (keyword) return onboarding.palette.found(keyword);
  const where = why.text === 0 ? "" : say.foundIn(say.texts[why.text]!);
  const size = item.dataset ? datasetWords(item.dataset) : "";
  return [size || where, why.typo ? say.typo : ""].filter(Boolean).join(", ");
}

/** `onwards`: whether the search goes on from the new card, as after Enter. */
function choose(place: Place, item: Offered | undefined, onwards: boolean): void {
  if (!item) return;
  const addition = additionOf(item);
  if (place.replace !== undefined) {
    replaceBy(place.replace, item);
    close();
    return;
  }
  if (place.between) {
    addModule(addition, { at: onStage(place.x, place.y), between: place.between });
    close();
    return;
  }
  const at = place.from || !hasStage() ? undefined : onStage(place.x, place.y);
  const id = addModule(addition, { at: at ?? dropped(place), from: place.from, below: onwards ? SEARCH.height : 0 });
  const next = onwards && id ? nextPlace(id) : null;
  if (!next) {
    close();
    return;
  }
  useUi.setState({ quickAdd: next });
  // The canvas may move to show the new card: the search follows.
  setTimeout(() => {
    const now = useUi.getState().quickAdd;
    if (now?.from?.node === id) useUi.setState({ quickAdd: { ...now, ...besides(id!) } });
  }, SETTLED);
}

/** Milliseconds after which the canvas has moved. */
const SETTLED = 260;

/** Where an edge was let go, the card begins; asked for at a card, it finds its own place. */
function dropped({ x, y, from }: Place): { x: number; y: number } | undefined {
  const own = from && useDesign.getState().document?.nodes[from.node];
  const at = onStage(x, y);
  const atCard = own && Math.abs(own.x - at.x) < 1;
  return !from || atCard || !hasStage() ? undefined : { x: at.x, y: at.y + (from.side === "output" ? 36 : -36) };
}

function nextPlace(id: string): Place | null {
  const from: Dragged | null = firstOutput(id);
  return from && { ...besides(id), from };
}
