/** A Python function on the left, the module that it is on the right: ports, form and help, read from its signature. */

import { Button, Group, Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { post } from "../api/client";
import type { Described, Module } from "../api/types";
import { addModule } from "../canvas/adding";
import { ownName, writeModule } from "../graph/ownModules";
import { ownModuleMessages as say } from "../messages/ownModules";
import { change, useDesign } from "../stores/design";
import { isOwn, showOwnModules, useLibrary } from "../stores/library";
import { OwnModulePreview } from "./OwnModulePreview";
import type { Dialog } from "./open";

const CodeEditor = lazy(() => import("../panels/inspector/code/CodeEditor"));
const MILLISECONDS_OF_REST = 250;

export const NewModuleDialog: Dialog = ({ onClose }) => <Editor name={null} onClose={onClose} />;

export const editorOf =
  (name: string): Dialog =>
  ({ onClose }) => <Editor name={name} onClose={onClose} />;

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

function Editor({ name, onClose }: { name: string | null; onClose: () => void }) {
  const design = useDesign((store) => store.document);
  const [code, setCode] = useState(() => (name && design?.modules?.[name]?.code) || say.template);
  const described = useDescribed(name ?? "own_module", code);
  const [shown, setShown] = useState<Module | null>(null);
  const module = described?.module ?? null;
  if (module && module !== shown) setShown(module);
  if (!design) return null;
  const save = () => {
    if (module) keep(name, code, module);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} size={1180} title={name && shown ? say.title(shown.title) : say.newTitle}>
      <div className="own-module">
        <div className="own-module-code">
          <Suspense fallback={<pre className="code-waiting">{code}</pre>}>
            <CodeEditor
              label={say.code}
              language="python"
              text={code}
              failedLine={described?.flaw?.line ?? null}
              focus
              onChange={setCode}
              onBlur={() => undefined}
            />
          </Suspense>
          <p className={described?.flaw ? "own-module-flaw" : "own-module-how"} role="status">
            {described?.flaw ? say.flaw(described.flaw.line, described.flaw.message) : say.how}
          </p>
        </div>
        <OwnModulePreview module={shown} />
      </div>
      <Group justify="space-between" mt="md" wrap="nowrap">
        <p className="own-module-how">{say.trust}</p>
        <Group gap="xs" wrap="nowrap">
          <Button variant="default" onClick={onClose}>
            {say.cancel}
          </Button>
          <Button disabled={!module} onClick={save}>
            {name ? say.save : say.add}
          </Button>
        </Group>
      </Group>
    </Modal>
  );
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
