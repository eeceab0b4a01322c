/** One press that installs the extras which a module or a step misses, for owners of the server. */

import { Button } from "@mantine/core";
import { useOwnsServer } from "../../api/people";
import { notifyFailure } from "../../lib/toasts";
import { extraTexts as texts } from "../../messages/extraTexts";
import { installExtra, isUnderWay, useExtras } from "../../stores/extraQueries";
import { ExtraInstallationStatus } from "./ExtraInstallationStatus";
import "./extras.css";

export default function InstallExtras({ extras }: { extras: readonly string[] }) {
  const isOwner = useOwnsServer();
  const { data } = useExtras(isOwner);
  if (!isOwner) return <p className="extra-note">{texts.askOwner}</p>;
  if (!data) return null;
  const missing = data.extras.filter(({ name, installed }) => extras.includes(name) && !installed);
  const shown = data.installation && extras.includes(data.installation.extra) ? data.installation : null;
  if (data.refusal && missing.length > 0) return <p className="extra-note">{data.refusal}</p>;
  return (
    <div className="extra-install">
      {missing.map(({ name }) => (
        <Button
          key={name}
          size="compact-sm"
          disabled={isUnderWay(data.installation)}
          onClick={() => void installExtra(name).catch(notifyFailure)}
        >
          {texts.installHere(name)}
        </Button>
      ))}
      {shown && <ExtraInstallationStatus installation={shown} />}
    </div>
  );
}
