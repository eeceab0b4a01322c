/** All extras of the server with the way to install one, for its owners. */

import { Button } from "@mantine/core";
import { notifyFailure } from "../../lib/toasts";
import { extraTexts as texts } from "../../messages/extraTexts";
import { type Extra, installExtra, isUnderWay, useExtras } from "../../stores/extraQueries";
import { ExtraInstallationStatus } from "../../ui/extras/ExtraInstallationStatus";
import "./extraList.css";

export default function ExtraList() {
  const { data } = useExtras(true);
  if (!data) return null;
  const busy = isUnderWay(data.installation);
  return (
    <section className="settings-part">
      <h2>{texts.title}</h2>
      <p className="settings-note">{texts.about}</p>
      {data.refusal && <p className="settings-note">{data.refusal}</p>}
      {data.installation && <ExtraInstallationStatus installation={data.installation} />}
      <ul className="extra-list">
        {data.extras.map((extra) => (
          <ExtraRow key={extra.name} extra={extra} canInstall={!data.refusal} busy={busy} />
        ))}
      </ul>
    </section>
  );
}

function ExtraRow({ extra, canInstall, busy }: { extra: Extra; canInstall: boolean; busy: boolean }) {
  const { name, title, installed, modules, command } = extra;
  return (
    <li>
      <div>
        {title}
        <p className="extra-note">
          {installed || canInstall ? <code>{name}</code> : <code>{command}</code>}
          {modules.length > 0 && <> {texts.usedBy(modules)}</>}
        </p>
      </div>
      {installed && <span className="extra-done">{texts.installed}</span>}
      {!installed && canInstall && (
        <Button
          size="xs"
          variant="default"
          disabled={busy}
          aria-label={texts.installNamed(title)}
          onClick={() => void installExtra(name).catch(notifyFailure)}
        >
          {texts.install}
        </Button>
      )}
    </li>
  );
}
