/** Ctrl+K: every action and every module, found by name. */

import "../styles/later";
import "@mantine/spotlight/styles.layer.css";
import "./commandPalette.css";
import { Modal } from "@mantine/core";
import { createSpotlight, Spotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { actions } from "../actions";
import { type Action, isOffered } from "../actions/action";
import { useKeyOf } from "../actions/bindings";
import { perform, shown } from "../actions/keys";
import type { Module } from "../api/types";
import { addModule } from "../canvas/adding";
import { ModuleIcon } from "../canvas/ModuleIcon";
import { search } from "../graph/search";
import { text } from "../messages/en";
import { useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { useUi } from "../stores/ui";

const MOST_MODULES = 7;
const [store, spotlight] = createSpotlight();

/** What scrolls has to be reached by the keyboard. */
const SCROLLED = { viewportProps: { tabIndex: 0 } };

export default function CommandPalette() {
  const [query, setQuery] = useState("");
  const wanted = useUi((ui) => ui.commands);
  useEffect(() => {
    if (wanted) spotlight.open();
  }, [wanted]);
  return (
    <Spotlight.Root
      store={store}
      onSpotlightClose={() => useUi.setState({ commands: false })}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      lockScroll={false}
      radius={8}
      overlayProps={{ blur: 0, backgroundOpacity: 0.28 }}
      clearQueryOnClose
    >
      <Modal.Title className="visually-hidden">{text.actions.searchActions}</Modal.Title>
      <Spotlight.Search placeholder={text.shortcuts.search} leftSection={<IconSearch size={18} stroke={1.6} />} />
      <Results query={query} />
    </Spotlight.Root>
  );
}

function Results({ query }: { query: string }) {
  const modules = useLibrary((library) => library.catalog.modules);
  const drawing = useDesign((store) => store.document !== null);
  const doable = actions.filter((action) => !action.quiet && isOffered(action) && action.enabled());
  const found = search(doable, query, (action) => [action.name, text.actionGroups[action.group]]);
  const addable = drawing && query ? modules.filter((module) => module.palette) : [];
  const matching = search(addable, query, (module) => [module.title, module.category]).slice(0, MOST_MODULES);
  return (
    <Spotlight.ActionsList {...SCROLLED}>
      {matching.length > 0 && (
        <Spotlight.ActionsGroup label={text.palette.title}>
          {matching.map(({ item }) => (
            <ModuleItem key={item.name} module={item} />
          ))}
        </Spotlight.ActionsGroup>
      )}
      {found.map(({ item }) => (
        <ActionItem key={item.id} action={item} />
      ))}
      {found.length + matching.length === 0 && <Spotlight.Empty>{text.shortcuts.nothing}</Spotlight.Empty>}
    </Spotlight.ActionsList>
  );
}

function ActionItem({ action }: { action: Action }) {
  const keys = useKeyOf(action);
  const Icon = action.icon;
  return (
    <Spotlight.Action
      label={action.name}
      leftSection={Icon ? <Icon size={18} stroke={1.6} /> : <i className="no-icon" />}
      rightSection={keys && <kbd>{shown(keys)}</kbd>}
      onClick={() => void perform(action)}
    />
  );
}

function ModuleItem({ module }: { module: Module }) {
  return (
    <Spotlight.Action
      label={text.palette.addModule(module.title)}
      leftSection={<ModuleIcon name={module.icon} size={18} />}
      onClick={() => addModule({ module: module.name })}
    />
  );
}
