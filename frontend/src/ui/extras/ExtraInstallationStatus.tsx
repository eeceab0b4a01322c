/** How far the installation of an extra is: its state, the way to cancel it, and its log. */

import { Button } from "@mantine/core";
import { notifyFailure } from "../../lib/toasts";
import { extraTexts as texts } from "../../messages/extraTexts";
import { cancelInstallation, type ExtraInstallation, isUnderWay } from "../../stores/extraQueries";
import "./extras.css";

export function ExtraInstallationStatus({ installation }: { installation: ExtraInstallation }) {
  const { extra, state, error, log } = installation;
  return (
    <div className="extra-status" data-state={state}>
      <p role="status">{texts.states[state](extra)}</p>
      {error && <p className="extra-error">{error}</p>}
      {log && (
        <details open={isUnderWay(installation)}>
          <summary>{texts.log}</summary>
          <pre>{log.trim()}</pre>
        </details>
      )}
      {state === "running" && (
        <Button size="compact-sm" variant="default" onClick={() => void cancelInstallation().catch(notifyFailure)}>
          {texts.cancel}
        </Button>
      )}
    </div>
  );
}
