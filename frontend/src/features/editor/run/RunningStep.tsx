/** What a step under way shows in the run panel: a search its trials, a loop its results so far. */

import type { Run, Step } from "../../../api/apiTypes";
import { useModule } from "../../../stores/catalogStore";
import { RunningLoop } from "./RunningLoop";
import { RunningSearch } from "./RunningSearch";

export function RunningSteps({ run }: { run: Run }) {
  const running = run.steps.filter((step) => step.state === "running");
  return running.map((step) => <RunningStep key={step.node} run={run.id} step={step} />);
}

function RunningStep({ run, step }: { run: string; step: Step }) {
  const role = useModule(step.module)?.role;
  if (role === "automated_trainer") return <RunningSearch run={run} step={step} />;
  return role === "loop_end" || role === "loop_runner" ? <RunningLoop run={run} step={step} /> : null;
}
