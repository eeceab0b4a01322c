/** Why this step failed in the last run. */

import { Suspense } from "react";
import { getGuestAccess } from "../../api/accessMode";
import { lazyWithRetry } from "../../lib/lazy";
import { errorTexts as texts } from "../../messages/errorTexts";
import { useRun } from "../../stores/runStore";
import { TryAgainButton } from "../../ui/actions/TryAgainButton";
import { Callout } from "../../ui/Callout";
import { ErrorHelpLink, ErrorLocation } from "../../ui/ErrorMessage";

const InstallExtras = lazyWithRetry(() => import("../../ui/extras/InstallExtras"));
/** The extra that a message says to install. */
const NAMED_EXTRA = /designery\[(\w+)\]/;

export function FailureBox({ node }: { node: string }) {
  const error = useRun((store) => (store.steps[node]?.state === "failed" ? store.steps[node].error : null));
  if (!error) return null;
  const extra = NAMED_EXTRA.exec(error.message)?.[1];
  return (
    <Callout tone="failure">
      <b>{texts.title(error)}</b>
      <p>{error.message}</p>
      <ErrorLocation error={error} />
      {extra && !getGuestAccess() && (
        <Suspense fallback={null}>
          <InstallExtras extras={[extra]} />
        </Suspense>
      )}
      <TryAgainButton number={error.number} />
      <ErrorHelpLink number={error.number} />
    </Callout>
  );
}
