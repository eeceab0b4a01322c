/** Code: a small editor in the form, a large one on request. The editor itself is loaded when the first one shows. */

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowsMaximize } from "@tabler/icons-react";
import { Suspense, useEffect, useState } from "react";
import { lazyWithRetry } from "../../../lib/lazy";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { useRun } from "../../../stores/runStore";
import { useUi } from "../../../stores/uiStore";
import { CodePlaceholder } from "../../../ui/code/CodePlaceholder";
import { useDebouncedInput } from "../../../ui/useDebouncedInput";
import { type ControlProps, defineControl } from "./parameterControl";
import "./codeControl.css";

const CodeEditor = lazyWithRetry(() => import("../../../ui/code/CodeEditor"));

const CodeDialog = lazyWithRetry(() => import("./CodeDialog"));

export const codeControl = defineControl({ kind: "code", Control: CodeControl });

function CodeControl({ node, id, field, value, onChange }: ControlProps<"code">) {
  const [large, { open, close }] = useDisclosure(false);
  const draft = useDebouncedInput(typeof value === "string" ? value : "", (text) => onChange(text));
  const failed = useRun((store) => store.steps[node]?.error?.line ?? null);
  const goTo = useRequestedLine(node, open);
  const words = texts.inspector.code;
  const editor = {
    label: field.title,
    language: field.language,
    text: draft.text,
    failedLine: failed,
    onChange: draft.onChange,
    onBlur: draft.commit,
  };
  return (
    <div id={id} className="code-control">
      <Suspense fallback={<CodePlaceholder text={draft.text} />}>
        {large ? <CodePlaceholder text="" /> : <CodeEditor {...editor} className="code-control-editor" />}
        {large && (
          <CodeDialog
            node={node}
            title={field.title}
            editor={editor}
            goTo={goTo}
            onSave={draft.commit}
            onClose={close}
          />
        )}
      </Suspense>
      <div className="code-foot">
        {failed !== null && <span className="code-failed">{words.failed(failed)}</span>}
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconArrowsMaximize size={14} stroke={1.6} />}
          onClick={open}
        >
          {words.open}
        </Button>
      </div>
    </div>
  );
}

/** Opens the large editor when something else on the page asks for a line of the script. Returns the line. */
function useRequestedLine(node: string, open: () => void): number | null {
  const requestedLine = useUi(({ scriptLine }) => (scriptLine?.node === node ? scriptLine.line : null));
  const [line, setLine] = useState<number | null>(null);
  useEffect(() => {
    if (requestedLine === null) return;
    setLine(requestedLine);
    open();
    useUi.setState({ scriptLine: null });
  }, [requestedLine, open]);
  return line;
}
