/** The foot of the inspector: what goes out, and running up to this node. */

import { Button } from "@mantine/core";
import { IconPlayerPlayFilled } from "@tabler/icons-react";
import { useShallow } from "zustand/react/shallow";
import { isOffered } from "../../actions/action";
import { runToHere } from "../../actions/runToHere";
import type { Module } from "../../api/types";
import { PortShape } from "../../canvas/PortShape";
import { resultsMessages as say } from "../../messages/results";
import { useDesign } from "../../stores/design";
import { isRunning, startRun, useRun } from "../../stores/run";
import { count, size } from "../../views/format";

export function InspectorFooter({ nodeId, module }: { nodeId: string; module: Module }) {
  const running = useRun(isRunning);
  const port = module.outputs[0];
  return (
    <footer className="inspector-foot">
      {port && <PortShape type={port.type} size={12} />}
      {port?.type === "dataset" && <OutgoingSize node={nodeId} port={port.name} />}
      {port && port.type !== "dataset" && <span>{port.title}</span>}
      {isOffered(runToHere) && (
        <Button
          size="compact-md"
          variant="default"
          disabled={running}
          leftSection={<IconPlayerPlayFilled size={12} />}
          onClick={() => void startRun([nodeId])}
        >
          {say.inspector.runToHere}
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
    return <span>{say.inspector.out(size(output.rows, output.columns))}</span>;
  if (!schema) return <span>{say.inspector.outUnknown}</span>;
  return (
    <span>
      {say.inspector.out(say.dataset.columnsOf(count(schema.columns.length)))} <i>{say.inspector.before}</i>
    </span>
  );
}
