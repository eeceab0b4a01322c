/** A Python or R function on the left, the module that it is on the right; below the code what a trial of it gives. */

import { Button, Group, Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, Suspense, useRef, useState } from "react";
import type { Module, ModuleDescription } from "../../api/apiTypes";
import { postJson } from "../../api/client";
import type { Design } from "../../api/designDocument";
import { addModule } from "../../canvas/addNode";
import { createModuleName, findLanguage, setModuleCode } from "../../graph/customModules";
import { lazyWithRetry } from "../../lib/lazy";
import { customModuleTexts as texts } from "../../messages/customModuleTexts";
import { isCustomModule, setCustomModules, useCatalog } from "../../stores/catalogStore";
import { changeDesign, useDesign } from "../../stores/designStore";
import { formatKeys as inKeys } from "../../ui/actions/keyboardShortcuts";
import { CodePlaceholder } from "../../ui/code/CodePlaceholder";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { DeclaredPorts } from "./DeclaredPorts";
import { DraftRunResult } from "./DraftRunResult";
import { getModuleDraft, saveModuleDraft } from "./moduleDrafts";
import { type DraftRun, useDraftRun } from "./useDraftRun";
import "./customModuleDialog.css";

const CodeEditor = lazyWithRetry(() => import("../../ui/code/CodeEditor"));
const DESCRIBE_DELAY = 250;

interface Props {
  name: string | null;
  onClose: () => void;
}

export const NewCustomModuleDialog: Dialog = ({ onClose }) => <OpenedEditor name={null} onClose={onClose} />;

export const createCustomModuleDialog =
  (name: string): Dialog =>
  ({ onClose }) => <OpenedEditor name={name} onClose={onClose} />;

function OpenedEditor(props: Props) {
  const design = useDesign((store) => store.document);
  return design && <CustomModuleEditor {...props} design={design} />;
}

function useModuleDescription(name: string, code: string): ModuleDescription | undefined {
  const [rested] = useDebouncedValue(code, DESCRIBE_DELAY);
  const descriptionQuery = useQuery({
    queryKey: ["describe", name, rested],
    queryFn: () => postJson<ModuleDescription>("/api/modules/describe", { name, code: rested }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return rested === code ? descriptionQuery.data : undefined;
}

function CustomModuleEditor({ name, design, onClose }: Props & { design: Design }) {
  const id = useDesign((store) => store.id);
  const [stored] = useState(() => (name && design.modules?.[name]?.code) || texts.template);
  const [code, setCode] = useState(() => getModuleDraft(id, name) ?? stored);
  const language = findLanguage(code);
  const described = useModuleDescription(name ?? "own_module", code);
  const [shown, setShown] = useState<Module | null>(null);
  const module = described?.module ?? null;
  if (module && module !== shown) setShown(module);
  const trying = useDraftRun({ design, name, code, module: shown });
  const write = (next: string) => {
    setCode(next);
    saveModuleDraft(id, name, next === stored ? null : next);
  };
  const leave = () => {
    saveModuleDraft(id, name, null);
    onClose();
  };
  const save = () => {
    if (module) saveCustomModule(name, code, module);
    leave();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={1240}
      title={name && shown ? texts.title(shown.title) : texts.newTitle}
      onKeyDownCapture={useDraftRunShortcut(trying)}
    >
      <div className="own-module">
        <div className="own-module-code" data-tried={trying.outcome !== null || trying.since !== null || undefined}>
          <Suspense fallback={<CodePlaceholder text={code} />}>
            <CodeEditor
              label={texts.code}
              key={language}
              language={language}
              text={code}
              failedLine={findFailedLine(described, trying)}
              reveal={trying.outcome?.kind === "told"}
              focus
              onChange={write}
              onBlur={() => undefined}
            />
          </Suspense>
          <div className="own-module-bar">
            <p className={described?.flaw ? "own-module-flaw" : "own-module-how"} role="status">
              {described?.flaw ? texts.flaw(described.flaw.line, described.flaw.message) : texts.how[language]}
            </p>
            <DraftRunButton trying={trying} />
          </div>
          <DraftRunResult module={shown} trying={trying} />
        </div>
        <DeclaredPorts module={shown} trying={trying} />
      </div>
      <Group justify="space-between" mt="md" wrap="nowrap">
        <p className="own-module-how">{texts.trust}</p>
        <Group gap="xs" wrap="nowrap">
          <Button variant="default" onClick={leave}>
            {code === stored ? texts.cancel : texts.discard}
          </Button>
          <Button disabled={!module} onClick={save}>
            {name ? texts.save : texts.add}
          </Button>
        </Group>
      </Group>
    </Modal>
  );
}

/** The line that cannot be read; else the one at which the last trial failed. */
function findFailedLine(described: ModuleDescription | undefined, { outcome, since }: DraftRun): number | null {
  if (described?.flaw) return described.flaw.line;
  return since === null && outcome?.kind === "told" ? (outcome.trial.line ?? null) : null;
}

function DraftRunButton({ trying }: { trying: DraftRun }) {
  return trying.since ? (
    <Button variant="default" leftSection={<IconPlayerStop size={16} stroke={1.6} />} onClick={trying.stop}>
      {texts.draftRun.stop}
    </Button>
  ) : (
    <Button
      variant="default"
      leftSection={<IconPlayerPlay size={16} stroke={1.6} />}
      rightSection={<kbd>{inKeys("Mod+Enter")}</kbd>}
      onClick={trying.start}
    >
      {texts.draftRun.start}
    </Button>
  );
}

/** Ctrl+Enter tries: in the code, where it would begin a line, and in a field, which has taken its value by then. */
function useDraftRunShortcut(trying: DraftRun): (event: KeyboardEvent<HTMLElement>) => void {
  const start = useRef(trying.start);
  start.current = trying.start;
  return (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if ((event.target as HTMLElement).closest(".cm-editor, button")) event.stopPropagation();
    setTimeout(() => start.current(), 0);
  };
}

/** Writes the module into the design; a new one is placed on the canvas too. */
function saveCustomModule(name: string | null, code: string, module: Module): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const moduleName = name ?? createModuleName(module.title, document);
  const label = name ? texts.changed(module.title) : texts.written(module.title);
  changeDesign(label, setModuleCode(document, moduleName, code));
  const others = useCatalog.getState().catalog.modules.filter((one) => isCustomModule(one) && one.name !== moduleName);
  setCustomModules([...others, { ...module, name: moduleName }]);
  if (!name) addModule({ module: moduleName });
}
