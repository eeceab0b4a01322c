/** The foot of the inspector: what goes out, and running up to this node. */

import { Button } from "@mantine/core";
import { IconPlayerPlayFilled } from "@tabler/icons-react";
import { useShallow } from "zustand/react/shallow";
import { runToHereAction } from "../../actions/runToHere";
import type { Module } from "../../api/apiTypes";
import { formatCount, formatSize } from "../../lib/format";
import { resultTexts as texts } from "../../messages/resultTexts";
import { useDesign } from "../../stores/designStore";
import { hasActiveRun, startRun, useRun } from "../../stores/runStore";
import { isOffered } from "../../ui/actions/action";
import { PortShape } from "../../ui/PortShape";

export function InspectorFooter({ nodeId, module }: { nodeId: string; module: Module }) {
  const running = useRun(hasActiveRun);
  const port = module.outputs[0];
  return (
    <footer className="inspector-foot">
      {port && <PortShape type={port.type} size={12} />}
      {port?.type === "dataset" && <OutgoingSize node={nodeId} port={port.name} />}
      {port && port.type !== "dataset" && <span>{port.title}</span>}
      {isOffered(runToHereAction) && (
        <Button
          size="compact-md"
          variant="default"
          disabled={running}
          leftSection={<IconPlayerPlayFilled size={12} />}
          onClick={() => void startRun([nodeId])}
        >
          {texts.inspector.runToHere}
        </Button>
      )}
    </footer>
  );
}

/** Rows and columns of the last run, else the columns that are known before any. */
function OutgoingSize({ node, port }: { node: string; port: string }) {
  const ran = useRun((store) => store.steps[node]?.outputs[port]);
  const { schema, known, changed } = useDesign(
    useShallow(({ analysis }) => ({
      schema: analysis?.schemas[`${node}.${port}`] ?? null,
      known: analysis?.known[`${node}.${port}`],
      changed: analysis?.changed.includes(node) ?? false,
    })),
  );
  const output = known ?? (changed ? undefined : ran);
  if (output?.rows != null && output.columns !== null)
    return <span>{texts.inspector.out(formatSize(output.rows, output.columns))}</span>;
  if (!schema) return <span>{texts.inspector.outUnknown}</span>;
  return (
    <span>
      {texts.inspector.out(texts.dataset.columnsOf(formatCount(schema.columns.length)))} <i>{texts.inspector.before}</i>
    </span>
  );
}
