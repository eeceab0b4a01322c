/** Ctrl+K: every action and every module, found by name. */

import "../../styles/lazyMantine";
import { NoIcon } from "../../ui/actions/NoIcon";
import "@mantine/spotlight/styles.layer.css";
import "../../styles/spotlight.css";
import { Modal } from "@mantine/core";
import { createSpotlight, Spotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { actions } from "../../actions/allActions";
import type { Module } from "../../api/apiTypes";
import { addModuleAfterSelection } from "../../canvas/addNode";
import { searchItems } from "../../graph/fuzzySearch";
import { appTexts } from "../../messages/appTexts";
import { useCatalog } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { useUi } from "../../stores/uiStore";
import { type Action, isOffered } from "../../ui/actions/action";
import { useActionKey } from "../../ui/actions/keyBindings";
import { formatKeys, performAction } from "../../ui/actions/keyboardShortcuts";
import { takeTypedText } from "../../ui/actions/typeAheadBuffer";
import { ModuleIcon } from "../../ui/ModuleIcon";

const MOST_MODULES = 7;
const [spotlightStore, spotlight] = createSpotlight();

/** What scrolls has to be reached by the keyboard. */
const SCROLL_AREA = { viewportProps: { tabIndex: 0 } };

export default function CommandPalette() {
  const [query, setQuery] = useState("");
  const isRequested = useUi((ui) => ui.commandsOpen);
  useEffect(() => {
    if (!isRequested) return;
    // What was typed before this was loaded.
    setQuery(takeTypedText());
    spotlight.open();
  }, [isRequested]);
  return (
    <Spotlight.Root
      store={spotlightStore}
      onSpotlightClose={() => useUi.setState({ commandsOpen: false })}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      lockScroll={false}
      radius={8}
      overlayProps={{ blur: 0, backgroundOpacity: 0.28 }}
      clearQueryOnClose
    >
      <Modal.Title className="visually-hidden">{appTexts.actions.searchActions}</Modal.Title>
      <Spotlight.Search placeholder={appTexts.shortcuts.search} leftSection={<IconSearch size={18} stroke={1.6} />} />
      <CommandResults query={query} />
    </Spotlight.Root>
  );
}

function CommandResults({ query }: { query: string }) {
  const modules = useCatalog((library) => library.catalog.modules);
  const drawing = useDesign((store) => store.document !== null);
  const doable = actions.filter((action) => !action.hiddenFromPalette && isOffered(action) && action.isEnabled());
  const found = searchItems(doable, query, (action) => [action.name, appTexts.actionGroups[action.group]]);
  const addable = drawing && query ? modules.filter((module) => module.palette) : [];
  const matching = searchItems(addable, query, (module) => [module.title, module.category]).slice(0, MOST_MODULES);
  return (
    <Spotlight.ActionsList {...SCROLL_AREA}>
      {matching.length > 0 && (
        <Spotlight.ActionsGroup label={appTexts.palette.title}>
          {matching.map(({ item }) => (
            <CommandModuleItem key={item.name} module={item} />
          ))}
        </Spotlight.ActionsGroup>
      )}
      {found.map(({ item }) => (
        <CommandItem key={item.id} action={item} />
      ))}
      {found.length + matching.length === 0 && <Spotlight.Empty>{appTexts.shortcuts.nothing}</Spotlight.Empty>}
    </Spotlight.ActionsList>
  );
}

function CommandItem({ action }: { action: Action }) {
  const keys = useActionKey(action);
  const Icon = action.icon;
  return (
    <Spotlight.Action
      label={action.name}
      leftSection={Icon ? <Icon size={18} stroke={1.6} /> : <NoIcon size={18} />}
      rightSection={keys && <kbd>{formatKeys(keys)}</kbd>}
      onClick={() => void performAction(action)}
    />
  );
}

function CommandModuleItem({ module }: { module: Module }) {
  return (
    <Spotlight.Action
      label={appTexts.palette.addModule(module.title)}
      leftSection={<ModuleIcon name={module.icon} size={18} />}
      onClick={() => addModuleAfterSelection({ module: module.name })}
    />
  );
}
