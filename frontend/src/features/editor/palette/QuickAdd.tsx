/** Search for a module right where it should stand: on the paper, at the end of an edge, in the place of another. */

import { Popover, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { findFirstOutput } from "../../../actions/openQuickAdd";
import { addModule } from "../../../canvas/addNode";
import { computeAnchorBelow, QUICK_ADD_SIZE } from "../../../canvas/quickAddAnchor";
import { replaceModule } from "../../../canvas/replaceModule";
import { closeToCanvas, hasCanvas, subscribeToView, toCanvasPosition } from "../../../canvas/viewport";
import type { SearchMatch } from "../../../graph/fuzzySearch";
import { findModules, getMatchedKeyword } from "../../../graph/moduleSearch";
import { appTexts } from "../../../messages/appTexts";
import { editorTexts } from "../../../messages/editorTexts";
import { onboardingTexts } from "../../../messages/onboardingTexts";
import { useDesign } from "../../../stores/designStore";
import { getNodeName } from "../../../stores/nodeNames";
import {
  type DraggedPort,
  NARROW_WINDOW,
  type QuickAddRequest as Place,
  selectCards,
  useUi,
} from "../../../stores/uiStore";
import { takeTypedText } from "../../../ui/actions/typeAheadBuffer";
import { ModuleIcon } from "../../../ui/ModuleIcon";
import { PortSummary } from "./PortSummary";
import { describeDataset, describeOffer, type OfferedModule, toAddition, useOfferedModules } from "./quickAddModules";
import "./quickAdd.css";
import "../../../ui/menuAnchor.css";
import "./palette.css";

const MOST = 8;
const texts = editorTexts.quickAdd;

function closeQuickAdd(): void {
  closeToCanvas(() => {
    useUi.setState({ quickAdd: null });
    // There the pane of the new card would lie over the outline.
    if (matchMedia(NARROW_WINDOW).matches) selectCards([]);
  });
}

export function QuickAdd() {
  const place = useUi((ui) => ui.quickAdd);
  useFollowCard(place?.below ?? null);
  if (!place) return null;
  return (
    <Popover
      opened
      onChange={(opened) => !opened && closeQuickAdd()}
      position="bottom-start"
      offset={4}
      trapFocus
      withRoles={false}
      width={QUICK_ADD_SIZE.width}
      preventPositionChangeWhenVisible={false}
    >
      <Popover.Target>
        <div className="menu-anchor" style={{ left: place.x, top: place.y }} />
      </Popover.Target>
      <Popover.Dropdown p={6}>
        <QuickAddSearch key={place.from ? `${place.from.node} ${place.from.port}` : ""} place={place} />
      </Popover.Dropdown>
    </Popover>
  );
}

function QuickAddSearch({ place }: { place: Place }) {
  const [query, setQuery] = useState(takeTypedText);
  const [active, setActive] = useState(0);
  const offered = useOfferedModules(place);
  const found = findModules(offered, query).slice(0, MOST);
  const heading = getQuickAddHeading(place);
  const press = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") addChosenModule(place, found[active]?.item, true);
    else if (event.key === "Escape") closeQuickAdd();
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
          offered.some(({ dataset }) => dataset) ? appTexts.palette.searchAll : appTexts.palette.search(offered.length)
        }
        aria-label={heading ?? texts.label}
        leftSection={<IconSearch size={16} stroke={1.6} />}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={press}
      />
      <div className="quick-add" role="listbox" id="quick-add-list" aria-label={appTexts.palette.title}>
        {found.map((match, index) => (
          <QuickAddOption
            key={match.item.name}
            match={match}
            reason={query ? describeMatch(match) : describeOffer(match.item, place)}
            active={index === active}
            onPoint={() => setActive(index)}
            onChoose={() => addChosenModule(place, match.item, false)}
          />
        ))}
      </div>
      <p className="palette-nothing" role="status" hidden={found.length > 0}>
        {found.length === 0 && appTexts.palette.nothing(query)}
      </p>
      <p className="quick-keys">{texts.keys}</p>
    </>
  );
}

interface QuickAddOptionProps {
  match: SearchMatch<OfferedModule>;
  reason: string;
  active: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function QuickAddOption({ match: { item }, reason, active, onPoint, onChoose }: QuickAddOptionProps) {
  return (
    <button
      type="button"
      role="option"
      id={`quick-add-${item.name}`}
      tabIndex={-1}
      aria-selected={active}
      className={`module-row quick-row ${active ? "module-row-active" : ""}`}
      title={item.summary}
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      <ModuleIcon name={item.icon} size={16} />
      <span className="quick-words">
        <span>{item.title}</span>
        {reason && <span className="quick-why">{reason}</span>}
      </span>
      <PortSummary module={item} />
    </button>
  );
}

function getQuickAddHeading({ from, replace, between }: Place): string | null {
  if (between) return texts.between(getNodeName(between.source), getNodeName(between.target));
  if (replace !== undefined) return texts.replace(getNodeName(replace));
  if (!from) return null;
  return from.side === "output" ? texts.after(getNodeName(from.node)) : texts.before(getNodeName(from.node));
}

function describeMatch(match: SearchMatch<OfferedModule>): string {
  const { why, item } = match;
  const keyword = getMatchedKeyword(match);
  if (keyword) return onboardingTexts.palette.found(keyword);
  const where = why.text === 0 ? "" : texts.foundIn(texts.texts[why.text]!);
  const size = item.dataset ? describeDataset(item.dataset) : "";
  return [size || where, why.typo ? texts.typo : ""].filter(Boolean).join(", ");
}

/** `keepsOpen`: whether the search goes on from the new card, as after Enter. */
function addChosenModule(place: Place, item: OfferedModule | undefined, keepsOpen: boolean): void {
  if (!item) return;
  const addition = toAddition(item);
  if (place.replace !== undefined) {
    replaceModule(place.replace, item);
    closeQuickAdd();
    return;
  }
  if (place.between) {
    addModule(addition, { at: toCanvasPosition(place.x, place.y), between: place.between });
    closeQuickAdd();
    return;
  }
  const at = place.from || !hasCanvas() ? undefined : toCanvasPosition(place.x, place.y);
  const id = addModule(addition, {
    at: at ?? getDropPlace(place),
    from: place.from,
    roomBelow: keepsOpen ? QUICK_ADD_SIZE.height : 0,
  });
  const next = keepsOpen && id ? getNextPlace(id) : null;
  if (!next) {
    closeQuickAdd();
    return;
  }
  useUi.setState({ quickAdd: next });
}

/** The canvas moves to show the card that the search goes on from: the search stays below it. */
function useFollowCard(card: string | null): void {
  useEffect(
    () =>
      card === null
        ? undefined
        : subscribeToView(() => {
            const now = useUi.getState().quickAdd;
            if (now?.below === card) useUi.setState({ quickAdd: { ...now, ...computeAnchorBelow(card) } });
          }),
    [card],
  );
}

/** Where an edge was let go, the card begins; asked for at a card, it finds its own place. */
function getDropPlace({ x, y, from }: Place): { x: number; y: number } | undefined {
  const own = from && useDesign.getState().document?.nodes[from.node];
  const at = toCanvasPosition(x, y);
  const atCard = own && Math.abs(own.x - at.x) < 1;
  return !from || atCard || !hasCanvas() ? undefined : { x: at.x, y: at.y + (from.side === "output" ? 36 : -36) };
}

function getNextPlace(id: string): Place | null {
  const from: DraggedPort | null = findFirstOutput(id);
  return from && { ...computeAnchorBelow(id), from, below: id };
}
