/** How the chosen module is set, and what came out of it as far as that is shared. */

import type { Module, Output } from "../api/types";
import { CardPicture } from "../canvas/CardPicture";
import { nodeTitle, shownParameters } from "../graph/subtitle";
import type { DesignNode, Json } from "../graph/types";
import { sharing } from "../messages/sharing";
import { useModule } from "../stores/library";
import { select, useUi } from "../stores/ui";
import { SharedResult } from "./SharedResult";
import type { SharedDesign } from "./visit";

const say = sharing.visitor;

export function SharedNode({ design }: { design: SharedDesign }) {
  const chosen = useUi((ui) => ui.selection[0]);
  const node = chosen === undefined ? undefined : design.document.nodes[chosen];
  const module = useModule(node?.module);
  if (chosen === undefined || !node) return <All design={design} />;
  const step = design.steps.find((one) => one.node === chosen);
  const outputs = Object.entries(step?.outputs ?? {});
  const title = nodeTitle(node, module);
  return (
    <section className="shared-node" aria-live="polite">
      <button type="button" className="shared-back" onClick={() => select([])}>
        {say.list}
      </button>
      <h2>{title}</h2>
      {module && <p className="shared-quiet">{module.title === title ? module.summary : module.title}</p>}
      {node.note && <p className="shared-margin">{node.note}</p>}
      {design.shows !== "graph" && outputs.length === 0 && <p className="shared-quiet">{say.none}</p>}
      {outputs.map(([port, output]) => (
        <SharedResult
          key={output.artifact}
          design={design}
          output={output}
          title={module?.outputs.find((one) => one.name === port)?.title ?? port}
        />
      ))}
      <h3>{say.parameters}</h3>
      {module ? <Parameters node={node} module={module} scripts={design.scripts} /> : null}
    </section>
  );
}

/** What came out of the design as a whole, and all modules as a list, for those who cannot point at the graph. */
function All({ design }: { design: SharedDesign }) {
  const nodes = Object.entries(design.document.nodes).sort(([, one], [, other]) => one.y - other.y || one.x - other.x);
  const steps = new Map(design.steps.map((step) => [step.node, step]));
  return (
    <section className="shared-node">
      {nodes.map(([id, node]) => (
        <Finding key={id} design={design} node={node} outputs={steps.get(id)?.outputs ?? {}} />
      ))}
      <h2>{say.modules(nodes.length)}</h2>
      <p className="shared-quiet">{say.choose}</p>
      <ul className="shared-list">
        {nodes.map(([id, node]) => (
          <Row key={id} id={id} node={node} outputs={steps.get(id)?.outputs ?? {}} />
        ))}
      </ul>
    </section>
  );
}

interface NodeProps {
  node: DesignNode;
  outputs: Record<string, Output>;
}

/** An evaluation: what the design was made to find out. */
function Finding({ design, node, outputs }: NodeProps & { design: SharedDesign }) {
  const module = useModule(node.module);
  const evaluation = Object.values(outputs).find(({ type }) => type === "evaluation");
  if (!evaluation || design.shows === "graph") return null;
  return (
    <div className="shared-finding">
      <SharedResult design={design} output={evaluation} title={nodeTitle(node, module)} />
    </div>
  );
}

function Row({ id, node, outputs }: NodeProps & { id: string }) {
  const module = useModule(node.module);
  const [output] = Object.values(outputs);
  const glance = Object.values(outputs).find((one) => one.glance)?.glance ?? null;
  const sized = output && output.rows !== null && output.columns !== null;
  return (
    <li>
      <button type="button" onClick={() => select([id])}>
        <span className="shared-plate">
          <CardPicture glance={glance} module={module} width={30} height={28} icon={18} />
        </span>
        {nodeTitle(node, module)}
        {sized && <span className="shared-quiet">{say.size(output.rows!, output.columns!)}</span>}
      </button>
    </li>
  );
}

function Parameters({ node, module, scripts }: { node: DesignNode; module: Module; scripts: boolean }) {
  const shown = module.parameters.properties ? shownParameters(node, module) : [];
  const code = shown.filter(([, schema]) => schema.code !== undefined);
  const told = shown.filter(([name, schema]) => schema.code === undefined && node.parameters[name] !== undefined);
  return (
    <>
      {told.length === 0 && code.length === 0 && <p className="shared-quiet">{say.defaults}</p>}
      <dl className="shared-parameters">
        {told.map(([name, schema]) => (
          <div key={name}>
            <dt>{schema.title}</dt>
            <dd>{inWords(node.parameters[name] ?? null)}</dd>
          </div>
        ))}
      </dl>
      {code.map(([name]) =>
        scripts ? (
          <pre key={name} className="shared-code">
            {String(node.parameters[name] ?? "")}
          </pre>
        ) : (
          <p key={name} className="shared-quiet">
            {say.hiddenScript}
          </p>
        ),
      )}
    </>
  );
}

/** A value as a person would say it. */
function inWords(value: Json): string {
  if (value === null || value === "") return "not set";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(inWords).join(", ") || "none";
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .filter(([, inside]) => inside !== null && !(Array.isArray(inside) && inside.length === 0))
    .map(([name, inside]) => `${name}: ${inWords(inside)}`)
    .join("; ");
}
