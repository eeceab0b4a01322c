/** A Python function on the left, the module that it is on the right; below the code what a trial of it gives. */

import { Button, Group, Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, Suspense, useRef, useState } from "react";
import { shown as inKeys } from "../../actions/keys";
import { post } from "../../api/client";
import type { Described, Module } from "../../api/types";
import { addModule } from "../../canvas/adding";
import { ownName, writeModule } from "../../graph/ownModules";
import type { Design } from "../../graph/types";
import { later } from "../../later";
import { ownModuleMessages as say } from "../../messages/ownModules";
import { change, useDesign } from "../../stores/design";
import { isOwn, showOwnModules, useLibrary } from "../../stores/library";
import type { Dialog } from "../open";
import { Declared } from "./Declared";
import { draftOf, keepDraft } from "./drafts";
import { TrialResult } from "./TrialResult";
import { type Trying, useTrial } from "./useTrial";
import "./ownModule.css";

const CodeEditor = later(() => import("../../panels/inspector/code/CodeEditor"));
const MILLISECONDS_OF_REST = 250;

interface Props {
  name: string | null;
  onClose: () => void;
}

export const NewModuleDialog: Dialog = ({ onClose }) => <Opened name={null} onClose={onClose} />;

export const editorOf =
  (name: string): Dialog =>
  ({ onClose }) => <Opened name={name} onClose={onClose} />;

function Opened(props: Props) {
  const design = useDesign((store) => store.document);
  return design && <Editor {...props} design={design} />;
}

function useDescribed(name: string, code: string): Described | undefined {
  const [rested] = useDebouncedValue(code, MILLISECONDS_OF_REST);
  const asked = useQuery({
    queryKey: ["describe", name, rested],
    queryFn: () => post<Described>("/api/modules/describe", { name, code: rested }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return rested === code ? asked.data : undefined;
}

function Editor({ name, design, onClose }: Props & { design: Design }) {
  const id = useDesign((store) => store.id);
  const [stored] = useState(() => (name && design.modules?.[name]?.code) || say.template);
  const [code, setCode] = useState(() => draftOf(id, name) ?? stored);
  const described = useDescribed(name ?? "own_module", code);
  const [shown, setShown] = useState<Module | null>(null);
  const module = described?.module ?? null;
  if (module && module !== shown) setShown(module);
  const trying = useTrial({ design, name, code, module: shown });
  const write = (next: string) => {
    setCode(next);
    keepDraft(id, name, next === stored ? null : next);
  };
  const leave = () => {
    keepDraft(id, name, null);
    onClose();
  };
  const save = () => {
    if (module) keep(name, code, module);
    leave();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={1240}
      title={name && shown ? say.title(shown.title) : say.newTitle}
      onKeyDownCapture={useTrialKey(trying)}
    >
      <div className="own-module">
        <div className="own-module-code" data-tried={trying.outcome !== null || trying.since !== null || undefined}>
          <Suspense fallback={<pre className="code-waiting">{code}</pre>}>
            <CodeEditor
              label={say.code}
              language="python"
              text={code}
              failedLine={failedLine(described, trying)}
              reveal={trying.outcome?.kind === "told"}
              focus
              onChange={write}
              onBlur={() => undefined}
            />
          </Suspense>
          <div className="own-module-bar">
            <p className={described?.flaw ? "own-module-flaw" : "own-module-how"} role="status">
              {described?.flaw ? say.flaw(described.flaw.line, described.flaw.message) : say.how}
            </p>
            <TryButton trying={trying} />
          </div>
          <TrialResult module={shown} trying={trying} />
        </div>
        <Declared module={shown} trying={trying} />
      </div>
      <Group justify="space-between" mt="md" wrap="nowrap">
        <p className="own-module-how">{say.trust}</p>
        <Group gap="xs" wrap="nowrap">
          <Button variant="default" onClick={leave}>
            {code === stored ? say.cancel : say.discard}
          </Button>
          <Button disabled={!module} onClick={save}>
            {name ? say.save : say.add}
          </Button>
        </Group>
      </Group>
    </Modal>
  );
}

/** The line that cannot be read; else the one at which the last trial failed. */
function failedLine(described: Described | undefined, { outcome, since }: Trying): number | null {
  if (described?.flaw) return described.flaw.line;
  return since === null && outcome?.kind === "told" ? (outcome.trial.line ?? null) : null;
}

function TryButton({ trying }: { trying: Trying }) {
  return trying.since ? (
    <Button variant="default" leftSection={<IconPlayerStop size={16} stroke={1.6} />} onClick={trying.stop}>
      {say.trial.stop}
    </Button>
  ) : (
    <Button
      variant="default"
      leftSection={<IconPlayerPlay size={16} stroke={1.6} />}
      rightSection={<kbd>{inKeys("Mod+Enter")}</kbd>}
      onClick={trying.start}
    >
      {say.trial.start}
    </Button>
  );
}

/** Ctrl+Enter tries: in the code, where it would begin a line, and in a field, which has taken its value by then. */
function useTrialKey(trying: Trying): (event: KeyboardEvent<HTMLElement>) => void {
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
function keep(name: string | null, code: string, module: Module): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const kept = name ?? ownName(module.title, document);
  const label = name ? say.changed(module.title) : say.written(module.title);
  change(label, writeModule(document, kept, code));
  const others = useLibrary.getState().catalog.modules.filter((one) => isOwn(one) && one.name !== kept);
  showOwnModules([...others, { ...module, name: kept }]);
  if (!name) addModule({ module: kept });
}
