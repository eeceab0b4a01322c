/** How the chosen module is set, and what came out of it as far as that is shared. */

import type { Module, Output } from "../../api/apiTypes";
import type { DesignNode, Json } from "../../api/designDocument";
import type { SharedDesign } from "../../api/guestSession";
import { CardPicture } from "../../canvas/NodeThumbnail";
import { getNodeTitle, listShownParameters } from "../../graph/nodeSubtitle";
import { sharingTexts } from "../../messages/sharingTexts";
import { useCatalog, useModule } from "../../stores/catalogStore";
import { findLearnerOf } from "../../stores/nodeNames";
import { selectCards, useUi } from "../../stores/uiStore";
import { SharedResult } from "./SharedResult";
import "./shared.css";

const texts = sharingTexts.visitor;

export function SharedNode({ design }: { design: SharedDesign }) {
  const chosen = useUi((ui) => ui.selection[0]);
  const node = chosen === undefined ? undefined : design.document.nodes[chosen];
  const module = useModule(node?.module);
  if (chosen === undefined || !node) return <AllResults design={design} />;
  const step = design.steps.find((one) => one.node === chosen);
  const outputs = Object.entries(step?.outputs ?? {});
  const title = getNodeTitle(node, module);
  return (
    <section className="shared-node" aria-live="polite">
      <button type="button" className="shared-back" onClick={() => selectCards([])}>
        {texts.list}
      </button>
      <h2>{title}</h2>
      {module && <p className="shared-quiet">{module.title === title ? module.summary : module.title}</p>}
      {node.note && <p className="shared-margin">{node.note}</p>}
      {design.shows !== "graph" && outputs.length === 0 && <p className="shared-quiet">{texts.none}</p>}
      {outputs.map(([port, output]) => (
        <SharedResult
          key={output.artifact}
          design={design}
          output={output}
          title={module?.outputs.find((one) => one.name === port)?.title ?? port}
        />
      ))}
      <h3>{texts.parameters}</h3>
      {module ? <NodeParameters node={node} module={module} scripts={design.scripts} /> : null}
    </section>
  );
}

/** What came out of the design as a whole, and all modules as a list, for those who cannot point at the graph. */
function AllResults({ design }: { design: SharedDesign }) {
  const nodes = Object.entries(design.document.nodes).sort(([, one], [, other]) => one.y - other.y || one.x - other.x);
  const steps = new Map(design.steps.map((step) => [step.node, step]));
  const modules = useCatalog((store) => store.modules);
  const titles = nodes.map(([, node]) => getNodeTitle(node, modules.get(node.module)));
  return (
    <section className="shared-node">
      {nodes.map(([id, node]) => (
        <NodeFinding key={id} design={design} node={node} outputs={steps.get(id)?.outputs ?? {}} />
      ))}
      <h2>{texts.modules(nodes.length)}</h2>
      <p className="shared-quiet">{texts.choose}</p>
      <ul className="shared-list">
        {nodes.map(([id, node], at) => (
          <SharedOutputRow
            key={id}
            id={id}
            node={node}
            outputs={steps.get(id)?.outputs ?? {}}
            learner={isRepeated(titles, at) ? findLearnerOf(design.document, modules, id) : ""}
          />
        ))}
      </ul>
    </section>
  );
}

const isRepeated = (titles: string[], at: number): boolean => titles.filter((one) => one === titles[at]).length > 1;

interface NodeProps {
  node: DesignNode;
  outputs: Record<string, Output>;
}

/** An evaluation: what the design was made to find out. */
function NodeFinding({ design, node, outputs }: NodeProps & { design: SharedDesign }) {
  const module = useModule(node.module);
  const evaluation = Object.values(outputs).find(({ type }) => type === "evaluation");
  if (!evaluation || design.shows === "graph") return null;
  return (
    <div className="shared-finding">
      <SharedResult design={design} output={evaluation} title={getNodeTitle(node, module)} />
    </div>
  );
}

function SharedOutputRow({ id, node, outputs, learner }: NodeProps & { id: string; learner: string }) {
  const module = useModule(node.module);
  const [output] = Object.values(outputs);
  const glance = Object.values(outputs).find((one) => one.glance)?.glance ?? null;
  const sized = output && output.rows !== null && output.columns !== null;
  return (
    <li>
      <button type="button" onClick={() => selectCards([id])}>
        <span className="shared-plate">
          <CardPicture glance={glance} module={module} width={30} height={28} icon={18} />
        </span>
        {getNodeTitle(node, module)}
        {learner && <span className="shared-learner">{learner}</span>}
        {sized && <span className="shared-quiet">{texts.size(output.rows!, output.columns!)}</span>}
      </button>
    </li>
  );
}

function NodeParameters({ node, module, scripts }: { node: DesignNode; module: Module; scripts: boolean }) {
  const shown = listShownParameters(node, module);
  const code = shown.filter(({ kind }) => kind === "code");
  const listed = shown.filter(({ kind, name }) => kind !== "code" && node.parameters[name] !== undefined);
  return (
    <>
      {listed.length === 0 && code.length === 0 && <p className="shared-quiet">{texts.defaults}</p>}
      <dl className="shared-parameters">
        {listed.map(({ name, title }) => (
          <div key={name}>
            <dt>{title}</dt>
            <dd>{describeParameterValue(node.parameters[name] ?? null)}</dd>
          </div>
        ))}
      </dl>
      {code.map(({ name }) =>
        scripts ? (
          <pre key={name} className="shared-code">
            {String(node.parameters[name] ?? "")}
          </pre>
        ) : (
          <p key={name} className="shared-quiet">
            {texts.hiddenScript}
          </p>
        ),
      )}
    </>
  );
}

/** A value as a person would say it. */
function describeParameterValue(value: Json): string {
  if (value === null || value === "") return "not set";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(describeParameterValue).join(", ") || "none";
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .filter(([, inside]) => inside !== null && !(Array.isArray(inside) && inside.length === 0))
    .map(([name, inside]) => `${name}: ${describeParameterValue(inside)}`)
    .join("; ");
}
