/** The head of the inspector: icon, title, what the module does, run to here, and a menu. */

import { ActionIcon, Menu, TextInput } from "@mantine/core";
import { IconBan, IconDots, IconPencil, IconPlayerSkipForward, IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { isOffered } from "../../actions/action";
import { runToHere } from "../../actions/runToHere";
import type { Module } from "../../api/types";
import { ModuleIcon } from "../../canvas/ModuleIcon";
import { focusCanvas } from "../../canvas/stage";
import { removeNodes } from "../../graph/ports";
import type { DesignNode } from "../../graph/types";
import { text } from "../../messages/en";
import { resultsMessages as say } from "../../messages/results";
import { change, useDesign } from "../../stores/design";
import { isRunning, startRun, useRun } from "../../stores/run";
import { select, useUi } from "../../stores/ui";

interface Props {
  nodeId: string;
  node: DesignNode;
  module: Module | undefined;
}

export function InspectorHeader({ nodeId, node, module }: Props) {
  const [chosen, setChosen] = useState(false);
  const renaming = useUi((ui) => ui.writing === nodeId) || chosen;
  const done = () => {
    setChosen(false);
    if (useUi.getState().writing === nodeId) useUi.setState({ writing: null });
  };
  const running = useRun(isRunning);
  const selected = useUi((ui) => ui.selection.length);
  const title = node.title ?? module?.title ?? node.module;
  return (
    <header className="inspector-head">
      <div className="inspector-title">
        <ModuleIcon name={module?.icon} size={20} />
        {renaming ? (
          <TitleInput nodeId={nodeId} title={title} byDefault={module?.title} onDone={done} />
        ) : (
          <h2>{title}</h2>
        )}
        {isOffered(runToHere) && (
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={running}
            title={say.inspector.runToHere}
            aria-label={say.inspector.runToHere}
            onClick={() => void startRun([nodeId])}
          >
            <IconPlayerSkipForward size={17} stroke={1.6} />
          </ActionIcon>
        )}
        <NodeMenu nodeId={nodeId} node={node} onRename={() => setChosen(true)} />
      </div>
      {selected > 1 && <p className="inspector-of-many">{say.inspector.ofMany(selected)}</p>}
      {module && (
        <p>{node.title && node.title !== module.title ? `${module.title}. ${module.summary}` : module.summary}</p>
      )}
    </header>
  );
}

interface TitleProps {
  nodeId: string;
  title: string;
  byDefault: string | undefined;
  onDone: () => void;
}

function TitleInput({ nodeId, title, byDefault, onDone }: TitleProps) {
  const [draft, setDraft] = useState(title);
  const commit = () => {
    const next = draft.trim();
    const value = next === "" || next === byDefault ? null : next;
    change(say.inspector.renameNode, [{ path: ["nodes", nodeId, "title"], value }]);
    onDone();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    if (event.key === "Enter") commit();
    else onDone();
    requestAnimationFrame(focusCanvas);
  };
  return (
    <TextInput
      size="xs"
      className="inspector-rename"
      aria-label={say.inspector.renameNode}
      autoFocus
      value={draft}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={commit}
      onKeyDown={press}
    />
  );
}

function NodeMenu({ nodeId, node, onRename }: { nodeId: string; node: DesignNode; onRename: () => void }) {
  const setDisabled = (disabled: boolean) =>
    change(disabled ? text.edits.disable : text.edits.enable, [
      { path: ["nodes", nodeId, "disabled"], value: disabled },
    ]);
  const remove = () => {
    const { document } = useDesign.getState();
    if (!document) return;
    change(text.edits.delete(1), removeNodes(document, [nodeId]));
    select([]);
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={say.inspector.more} title={say.inspector.more}>
          <IconDots size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={15} stroke={1.6} />} onClick={onRename}>
          {say.inspector.rename}
        </Menu.Item>
        <Menu.Item leftSection={<IconBan size={15} stroke={1.6} />} onClick={() => setDisabled(!node.disabled)}>
          {node.disabled ? say.inspector.enable : say.inspector.disable}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconTrash size={15} stroke={1.6} />} onClick={remove}>
          {say.inspector.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
