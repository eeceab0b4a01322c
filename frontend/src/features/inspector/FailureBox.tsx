/** Why this step failed in the last run. */

import { errorTexts as texts } from "../../messages/errorTexts";
import { useRun } from "../../stores/runStore";
import { TryAgainButton } from "../../ui/actions/TryAgainButton";
import { Callout } from "../../ui/Callout";
import { ErrorHelpLink, ErrorLocation } from "../../ui/ErrorMessage";

export function FailureBox({ node }: { node: string }) {
  const error = useRun((store) => (store.steps[node]?.state === "failed" ? store.steps[node].error : null));
  if (!error) return null;
  return (
    <Callout tone="failure">
      <b>{texts.title(error)}</b>
      <p>{error.message}</p>
      <ErrorLocation error={error} />
      <TryAgainButton number={error.number} />
      <ErrorHelpLink number={error.number} />
    </Callout>
  );
}
