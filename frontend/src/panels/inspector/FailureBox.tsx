/** Why this step failed in the last run. */

import { IconCircleX } from "@tabler/icons-react";
import { useRun } from "../../stores/run";

export function FailureBox({ node }: { node: string }) {
  const error = useRun((store) => (store.steps[node]?.state === "failed" ? store.steps[node].error : null));
  if (!error) return null;
  return (
    <div className="failure-box">
      <IconCircleX size={16} stroke={1.6} aria-hidden="true" />
      <div>
        <b>{error.title}</b>
        <p>{error.message}</p>
      </div>
    </div>
  );
}
