/** The steps that a cluster has of this server: what a worker does, and what waits. */

import { toUrl } from "../../api/basePath";
import { followInPage } from "../../lib/navigation";
import { targetTexts as texts } from "../../messages/targetTexts";
import type { TargetStep } from "../../stores/targetQueries";
import { ResponsiveTable } from "../../ui/ResponsiveTable";

export function WaitingSteps({ steps }: { steps: TargetStep[] }) {
  const waiting = steps.filter(({ worker }) => worker === null);
  if (waiting.length === 0) return null;
  return (
    <>
      <h3 className="target-waiting">{texts.waiting}</h3>
      <ResponsiveTable className="target-workers" headings={[texts.step, texts.since]}>
        {waiting.map((step, at) => (
          <tr key={at}>
            <th scope="row">
              <StepName step={step} />
            </th>
            <td>{texts.seconds(step.seconds)}</td>
          </tr>
        ))}
      </ResponsiveTable>
    </>
  );
}

/** What a worker does of this server; others may use it too. */
export function WorkerSteps({ steps, worker, running }: { steps: TargetStep[]; worker: string; running: number }) {
  const own = steps.filter((step) => step.worker === worker);
  const [first] = own;
  if (!first) return <>{running > 0 ? texts.doingOther : texts.doingNothing}</>;
  return (
    <>
      <StepName step={first} />
      {own.length > 1 && ` ${texts.andMore(own.length - 1)}`}
    </>
  );
}

function StepName({ step }: { step: TargetStep }) {
  if (step.kind === "test") return <>{texts.doingTest}</>;
  if (step.kind === "hidden" || step.design_id === null) return <>{texts.doingHidden}</>;
  return (
    <>
      {step.title}{" "}
      <a className="target-step-design" href={toUrl(`/designs/${step.design_id}`)} onClick={followInPage}>
        {texts.runOf(step.design, step.run_number)}
      </a>
    </>
  );
}
