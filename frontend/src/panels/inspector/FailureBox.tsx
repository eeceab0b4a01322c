/** Why this step failed in the last run. */

import { IconCircleX } from "@tabler/icons-react";
import { FailureHelp, FailurePlace } from "../../components/Failure";
import { TryAgain } from "../../components/TryAgain";
import { failuresMessages as say } from "../../messages/failures";
import { useRun } from "../../stores/run";

export function FailureBox({ node }: { node: string }) {
  const error = useRun((store) => (store.steps[node]?.state === "failed" ? store.steps[node].error : null));
  if (!error) return null;
  return (
    <div className="failure-box">
      <IconCircleX size={16} stroke={1.6} aria-hidden="true" />
      <div>
        <b>{say.title(error)}</b>
        <p>{error.message}</p>
        <FailurePlace error={error} />
        <TryAgain number={error.number} />
        <FailureHelp number={error.number} />
      </div>
    </div>
  );
}
