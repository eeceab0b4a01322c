/** Code: a small editor in the form, a large one on request. The editor itself is loaded when the first one shows. */

import { Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowsMaximize } from "@tabler/icons-react";
import { Suspense, useEffect, useState } from "react";
import { useDraft } from "../../../components/useDraft";
import { later } from "../../../later";
import { resultsMessages as say } from "../../../messages/results";
import { useRun } from "../../../stores/run";
import { useUi } from "../../../stores/ui";
import type { ControlProps } from "./FieldControl";

const CodeEditor = later(() => import("../code/CodeEditor"));

export function CodeControl({ node, id, field, value, onChange }: ControlProps) {
  const [large, { open, close }] = useDisclosure(false);
  const draft = useDraft(typeof value === "string" ? value : "", (text) => onChange(text));
  const failed = useRun((store) => store.steps[node]?.error?.line ?? null);
  const goTo = useAskedLine(node, open);
  const words = say.inspector.code;
  const editor = {
    label: field.title,
    language: field.schema.code ?? "text",
    text: draft.text,
    failedLine: failed,
    onChange: draft.onChange,
    onBlur: draft.commit,
  };
  return (
    <div id={id} className="code-control">
      <Suspense fallback={<pre className="code-waiting">{draft.text}</pre>}>
        {large ? <div className="code-waiting" /> : <CodeEditor {...editor} />}
        <Modal
          closeButtonProps={{ "aria-label": words.close }}
          opened={large}
          onClose={close}
          size="80%"
          title={field.title}
          keepMounted={false}
        >
          <div className="code-large">
            <CodeEditor {...editor} focus goTo={goTo} />
          </div>
        </Modal>
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
function useAskedLine(node: string, open: () => void): number | null {
  const asked = useUi(({ scriptLine }) => (scriptLine?.node === node ? scriptLine.line : null));
  const [line, setLine] = useState<number | null>(null);
  useEffect(() => {
    if (asked === null) return;
    setLine(asked);
    open();
    useUi.setState({ scriptLine: null });
  }, [asked, open]);
  return line;
}
