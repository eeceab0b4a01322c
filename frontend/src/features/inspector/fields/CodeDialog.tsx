/** Code as a place to work: the editor, what comes in, a button to run the step, its log and what comes out. */

import { Button, Modal } from "@mantine/core";
import { IconPlayerPlayFilled, IconPlayerStop } from "@tabler/icons-react";
import { type ComponentProps, type KeyboardEvent, useRef } from "react";
import { runToHereAction } from "../../../actions/runToHere";
import type { Port } from "../../../api/apiTypes";
import { useStatus } from "../../../canvas/nodeSelectors";
import { parseReference } from "../../../graph/ports";
import { lazyWithRetry } from "../../../lib/lazy";
import { resultTexts } from "../../../messages/resultTexts";
import { useModule } from "../../../stores/catalogStore";
import { useDesign } from "../../../stores/designStore";
import { getNodeName } from "../../../stores/nodeNames";
import { useNodePreview } from "../../../stores/previewStore";
import { cancelRun, hasActiveRun, startRun, useRun } from "../../../stores/runStore";
import { isOffered } from "../../../ui/actions/action";
import { formatKeys } from "../../../ui/actions/keyboardShortcuts";
import type { CodeWriter } from "../../../ui/code/CodeEditor";
import { StatusLine } from "../../../ui/StatusLine";
import { TypeGlyph } from "../../../ui/TypeGlyph";
import { PreviewPanel } from "../../preview/PreviewPanel";
import { StepLog } from "../../results/StepLog";
import { useIncomingData } from "../useIncoming";
import "./codeDialog.css";
import "../../results/resultsView.css";

const CodeEditor = lazyWithRetry(() => import("../../../ui/code/CodeEditor"));
const texts = resultTexts.inspector.code;

interface Props {
  node: string;
  title: string;
  editor: Omit<ComponentProps<typeof CodeEditor>, "writer" | "words" | "focus" | "goTo" | "className">;
  goTo: number | null;
  /** Sends what was typed to the design. */
  onSave: () => void;
  onClose: () => void;
}

export default function CodeDialog({ node, title, editor, goTo, onSave, onClose }: Props) {
  const writer = useRef<CodeWriter | null>(null);
  const module = useModule(useDesign(({ document }) => document?.nodes[node]?.module));
  const isRunning = useRun(hasActiveRun);
  const words = useColumnNames(node, module?.inputs ?? []);
  const run = () => {
    onSave();
    if (!isRunning && isOffered(runToHereAction)) void startRun([node]);
  };
  const pressKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={{ "aria-label": texts.close }}
      size="min(1500px, 94vw)"
      title={`${getNodeName(node)}: ${title}`}
      onKeyDownCapture={pressKey}
    >
      <div className="code-place">
        <section className="code-place-editor" aria-label={title}>
          <CodeEditor {...editor} className="code-large-editor" words={words} writer={writer} goTo={goTo} focus />
          <RunBar node={node} isRunning={isRunning} onRun={run} />
          <div className="code-place-log" role="region" aria-label={texts.log} tabIndex={-1}>
            <StepLog node={node} />
          </div>
        </section>
        <aside className="code-place-data" aria-label={texts.data}>
          {module?.inputs.map((port) => (
            <InputColumns key={port.name} node={node} port={port} onPick={(name) => writer.current?.(quote(name))} />
          ))}
          {module?.outputs.map((port) => (
            <section key={port.name}>
              <h3>{texts.out(port.title)}</h3>
              <OutputSample node={node} port={port} />
            </section>
          ))}
        </aside>
      </div>
    </Modal>
  );
}

/** A column as it stands in code: between the quotes that its name does not have. */
function quote(name: string): string {
  return name.includes('"') && !name.includes("'") ? `'${name}'` : JSON.stringify(name);
}

function useColumnNames(node: string, inputs: readonly Port[]): readonly string[] {
  const analysis = useDesign((store) => store.analysis);
  const sources = useDesign(({ document }) => document?.nodes[node]?.inputs);
  return inputs.flatMap(({ name }) => {
    const held = sources?.[name];
    const [reference] = Array.isArray(held) ? held : [held];
    return reference ? (analysis?.schemas[reference]?.columns.map((column) => column.name) ?? []) : [];
  });
}

function RunBar({ node, isRunning, onRun }: { node: string; isRunning: boolean; onRun: () => void }) {
  const canRun = isOffered(runToHereAction);
  const placed = useDesign(({ document }) => document?.nodes[node]);
  const status = useStatus(node, placed, useModule(placed?.module));
  return (
    <div className="code-place-bar">
      {isRunning ? (
        <Button
          size="compact-md"
          variant="default"
          leftSection={<IconPlayerStop size={14} />}
          onClick={() => void cancelRun()}
        >
          {texts.stop}
        </Button>
      ) : (
        canRun && (
          <Button size="compact-md" leftSection={<IconPlayerPlayFilled size={12} />} onClick={onRun}>
            {texts.run} <kbd className="code-place-keys">{formatKeys("Mod+Enter")}</kbd>
          </Button>
        )
      )}
      <StatusLine status={status} />
    </div>
  );
}

function InputColumns({ node, port, onPick }: { node: string; port: Port; onPick: (name: string) => void }) {
  const { schema, reference } = useIncomingData(node, port.name);
  if (port.type !== "dataset") return null;
  return (
    <section>
      <h3>{texts.in(port.title)}</h3>
      {reference && <p className="code-place-from">{texts.from(getNodeName(parseReference(reference).node))}</p>}
      {!schema && <p className="code-place-from">{reference ? texts.columnsUnknown : texts.notConnected}</p>}
      <ul className="code-place-columns">
        {schema?.columns.map(({ name, type }) => (
          <li key={name}>
            <button type="button" onClick={() => onPick(name)} title={texts.insert(name)}>
              <TypeGlyph type={type} fixed />
              <span>{name}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function OutputSample({ node, port }: { node: string; port: Port }) {
  const sampled = useNodePreview(node);
  if (!sampled) return <p className="code-place-from">{texts.noPreview}</p>;
  return <PreviewPanel node={node} port={port.name} title={port.title} />;
}
