/** Whose result it is: the step, and its outputs as chips to switch between. */

import { resultTexts as texts } from "../../messages/resultTexts";
import { useModule } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { useRun } from "../../stores/runStore";
import { showResult } from "../../stores/uiStore";
import { ModuleIcon } from "../../ui/ModuleIcon";
import { PortShape } from "../../ui/PortShape";

export function ResultsTitle({ node, port }: { node: string; port: string | undefined }) {
  const placed = useDesign((store) => store.document?.nodes[node]);
  const module = useModule(placed?.module);
  const outputs = useRun((store) => store.steps[node]?.outputs);
  const known = useDesign((store) => store.analysis?.known);
  if (!placed || !module) return null;
  const portsWithOutput = module.outputs.filter(
    (output) => outputs?.[output.name] ?? known?.[`${node}.${output.name}`],
  );
  return (
    <>
      <h2 className="results-title">
        <ModuleIcon name={module.icon} size={17} />
        {placed.title ?? module.title}
      </h2>
      <span className="results-ports" role="radiogroup" aria-label={texts.results.ports}>
        {portsWithOutput.map((output) => (
          <button
            key={output.name}
            type="button"
            role="radio"
            aria-checked={output.name === port}
            onClick={() => showResult(node, output.name)}
          >
            <PortShape type={output.type} size={11} /> {output.title}
          </button>
        ))}
      </span>
    </>
  );
}
