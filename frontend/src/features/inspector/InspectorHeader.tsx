/** The head of the inspector: icon, title, what the module does, run to here, and a menu. */

import { ActionIcon, Menu, TextInput } from "@mantine/core";
import { IconBan, IconDots, IconPencil, IconPlayerSkipForward, IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, Suspense, useState } from "react";
import { runToHereAction } from "../../actions/runToHere";
import { getGuestAccess } from "../../api/accessMode";
import type { Module } from "../../api/apiTypes";
import type { DesignNode } from "../../api/designDocument";
import { closeToCanvas } from "../../canvas/viewport";
import { removeNodes } from "../../graph/ports";
import { lazyWithRetry } from "../../lib/lazy";
import { appTexts } from "../../messages/appTexts";
import { resultTexts as texts } from "../../messages/resultTexts";
import { changeDesign, useDesign } from "../../stores/designStore";
import { hasActiveRun, startRun, useRun } from "../../stores/runStore";
import { selectCards, useUi } from "../../stores/uiStore";
import { isOffered } from "../../ui/actions/action";
import { ModuleIcon } from "../../ui/ModuleIcon";

const NodeTargetItems = lazyWithRetry(() => import("../targets/NodeTargetItems"));

interface Props {
  nodeId: string;
  node: DesignNode;
  module: Module | undefined;
}

export function InspectorHeader({ nodeId, node, module }: Props) {
  const [chosen, setChosen] = useState(false);
  const renaming = useUi((ui) => ui.editingText === nodeId) || chosen;
  const done = () => {
    setChosen(false);
    if (useUi.getState().editingText === nodeId) useUi.setState({ editingText: null });
  };
  const running = useRun(hasActiveRun);
  const selected = useUi((ui) => ui.selection.length);
  const title = node.title ?? module?.title ?? node.module;
  return (
    <header className="inspector-head">
      <div className="inspector-title">
        <ModuleIcon name={module?.icon} size={20} />
        {renaming ? (
          <NodeTitleInput nodeId={nodeId} title={title} byDefault={module?.title} onDone={done} />
        ) : (
          <h2>{title}</h2>
        )}
        {isOffered(runToHereAction) && (
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={running}
            title={texts.inspector.runToHere}
            aria-label={texts.inspector.runToHere}
            onClick={() => void startRun([nodeId])}
          >
            <IconPlayerSkipForward size={17} stroke={1.6} />
          </ActionIcon>
        )}
        <NodeMenu nodeId={nodeId} node={node} onRename={() => setChosen(true)} />
      </div>
      {node.compute_target && <p className="inspector-target">{texts.inspector.runsOn(node.compute_target)}</p>}
      {selected > 1 && <p className="inspector-of-many">{texts.inspector.ofMany(selected)}</p>}
      {module && (
        <p>{node.title && node.title !== module.title ? `${module.title}. ${module.summary}` : module.summary}</p>
      )}
    </header>
  );
}

interface NodeTitleInputProps {
  nodeId: string;
  title: string;
  byDefault: string | undefined;
  onDone: () => void;
}

function NodeTitleInput({ nodeId, title, byDefault, onDone }: NodeTitleInputProps) {
  const [draft, setDraft] = useState(title);
  const commit = () => {
    const next = draft.trim();
    const value = next === "" || next === byDefault ? null : next;
    changeDesign(texts.inspector.renameNode, [{ path: ["nodes", nodeId, "title"], value }]);
    onDone();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    closeToCanvas(event.key === "Enter" ? commit : onDone);
  };
  return (
    <TextInput
      size="xs"
      className="inspector-rename"
      aria-label={texts.inspector.renameNode}
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
    changeDesign(disabled ? appTexts.edits.disable : appTexts.edits.enable, [
      { path: ["nodes", nodeId, "disabled"], value: disabled },
    ]);
  const remove = () => {
    const { document } = useDesign.getState();
    if (!document) return;
    changeDesign(appTexts.edits.delete(1), removeNodes(document, [nodeId]));
    selectCards([]);
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={texts.inspector.more} title={texts.inspector.more}>
          <IconDots size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={15} stroke={1.6} />} onClick={onRename}>
          {texts.inspector.rename}
        </Menu.Item>
        <Menu.Item leftSection={<IconBan size={15} stroke={1.6} />} onClick={() => setDisabled(!node.disabled)}>
          {node.disabled ? texts.inspector.enable : texts.inspector.disable}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconTrash size={15} stroke={1.6} />} onClick={remove}>
          {texts.inspector.remove}
        </Menu.Item>
        {!getGuestAccess() && (
          <Suspense fallback={null}>
            <NodeTargetItems nodeId={nodeId} chosen={node.compute_target ?? undefined} />
          </Suspense>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
