/** The design as a list, where a screen is too narrow for the canvas: each card with its picture, status and result. */

import { useMemo } from "react";
import { useGlance, useHasResult, useProblems, useStatus } from "../canvas/facts";
import { ModuleIcon } from "../canvas/ModuleIcon";
import { openResultOf } from "../canvas/opening";
import { Plate } from "../canvas/Plate";
import { StatusLine } from "../canvas/StatusLine";
import { inOrder } from "../graph/order";
import { datasetOf, nodeTitle } from "../graph/subtitle";
import type { DesignNode } from "../graph/types";
import { text } from "../messages/en";
import { size } from "../messages/words";
import { useDesign } from "../stores/design";
import { useLibrary, useModule } from "../stores/library";
import { useOutput } from "../stores/run";
import { select, useUi } from "../stores/ui";
import { Message } from "./Message";
import { learnerOf, nameOfNode } from "./problemWords";

export function Outline() {
  const design = useDesign(({ document }) => document);
  const order = useMemo(() => (design ? inOrder(design) : []), [design]);
  const names = order.map(nameOfNode);
  const twins = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  if (order.length === 0) return <Message title={text.canvas.empty} more={text.outline.empty} />;
  return (
    <ol className="outline" aria-label={text.canvas.label}>
      {order.map((id) => (
        <Row key={id} id={id} node={design!.nodes[id]!} twin={twins.has(nameOfNode(id))} />
      ))}
    </ol>
  );
}

/** `twin`: whether another card has the same name. */
function Row({ id, node, twin }: { id: string; node: DesignNode; twin: boolean }) {
  const module = useModule(node.module);
  const dataset = useLibrary(({ datasets }) => datasetOf(node, datasets));
  const selected = useUi((ui) => ui.selection.includes(id));
  const status = useStatus(id, node, module);
  const problem = useProblems(id)[0];
  const glance = useGlance(id, module);
  const there = useHasResult(id, module);
  const port = module?.outputs[0];
  const output = useOutput(id, port?.name ?? "");
  const known = output && output.rows !== null && output.columns !== null;
  return (
    <li>
      <button type="button" className="outline-row" aria-pressed={selected} onClick={() => select([id])}>
        <span className="outline-plate">
          {glance ? <Plate glance={glance} /> : <ModuleIcon name={module?.icon} size={24} />}
        </span>
        <span className="outline-name">
          <b>{nodeTitle(node, module, dataset)}</b> {twin && <span className="run-step-learner">{learnerOf(id)}</span>}
          {problem ? <span className="node-needs">{problem.message}</span> : <StatusLine status={status} />}
        </span>
      </button>
      {there && (
        <button type="button" className="outline-open" onClick={() => openResultOf(id)}>
          {known ? size(output.rows!, output.columns!) : text.outline.open}
        </button>
      )}
    </li>
  );
}
