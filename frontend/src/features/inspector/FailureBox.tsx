/** Why this step failed in the last run. */

import { IconCircleX } from "@tabler/icons-react";
import { errorTexts as texts } from "../../messages/errorTexts";
import { useRun } from "../../stores/runStore";
import { TryAgainButton } from "../../ui/actions/TryAgainButton";
import { ErrorHelpLink, ErrorLocation } from "../../ui/ErrorMessage";

export function FailureBox({ node }: { node: string }) {
  const error = useRun((store) => (store.steps[node]?.state === "failed" ? store.steps[node].error : null));
  if (!error) return null;
  return (
    <div className="failure-box">
      <IconCircleX size={16} stroke={1.6} aria-hidden="true" />
      <div>
        <b>{texts.title(error)}</b>
        <p>{error.message}</p>
        <ErrorLocation error={error} />
        <TryAgainButton number={error.number} />
        <ErrorHelpLink number={error.number} />
      </div>
    </div>
  );
}
