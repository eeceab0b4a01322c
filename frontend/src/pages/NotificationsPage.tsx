/** What one is told of, where, and one's own web hooks. */

import { Checkbox } from "@mantine/core";
import { useState } from "react";
import {
  NOTIFICATION_KINDS,
  type NotificationChoice,
  type NotificationKind,
  PERSONAL_HOOKS_PATH,
  saveNotificationChoice,
  useEmailAddress,
  useNotificationChoices,
} from "../api/notifications";
import { WebHookList } from "../features/notifications/WebHookList";
import { notifyFailure } from "../lib/toasts";
import { notificationTexts as texts } from "../messages/notificationTexts";
import { ResponsiveTable } from "../ui/ResponsiveTable";
import { PageFrame } from "./frame/PageFrame";
import "./notificationsPage.css";
import "../ui/settings.css";

export default function NotificationsPage() {
  return (
    <PageFrame title={texts.title}>
      <div className="told">
        <header className="page-head">
          <h1>{texts.title}</h1>
        </header>
        <p className="settings-about">{texts.about}</p>
        <NotificationChoices />
        <section className="settings-part">
          <WebHookList path={PERSONAL_HOOKS_PATH} about={texts.hooks.mine} />
        </section>
      </div>
    </PageFrame>
  );
}

function NotificationChoices() {
  const { data, error } = useNotificationChoices();
  const address = useEmailAddress().data?.address;
  if (error) return <p className="page-message">{error.message}</p>;
  if (!data) return null;
  const byKind = Object.fromEntries(data.map((choice) => [choice.kind, choice])) as Record<
    NotificationKind,
    NotificationChoice
  >;
  return (
    <>
      <ResponsiveTable
        className="told-kinds"
        headings={[texts.what, texts.inApp, texts.byHook, ...(address ? [texts.byEmail] : [])]}
      >
        {NOTIFICATION_KINDS.map((kind) => (
          <NotificationChoiceRow key={kind} choice={byKind[kind]} hasEmail={Boolean(address)} />
        ))}
      </ResponsiveTable>
      {address && <p className="settings-about">{texts.emailTo(address)}</p>}
    </>
  );
}

function NotificationChoiceRow({ choice, hasEmail }: { choice: NotificationChoice; hasEmail: boolean }) {
  const { kind } = choice;
  // A box that waits for the store's next tick would spring back under the finger first.
  const [chosen, setChosen] = useState<NotificationChoice>();
  const shown = chosen ?? choice;
  const change = async (part: Partial<NotificationChoice>) => {
    const next = { ...shown, ...part };
    setChosen(next);
    try {
      await saveNotificationChoice(next);
    } catch (error) {
      setChosen(undefined);
      notifyFailure(error);
    }
  };
  return (
    <tr>
      <th scope="row">
        {texts.kinds[kind]}
        <small>{texts.kindsHelp[kind]}</small>
      </th>
      <td>
        <Checkbox
          aria-label={texts.inAppOf(kind)}
          checked={shown.app}
          onChange={(event) => void change({ app: event.currentTarget.checked })}
        />
      </td>
      <td>
        <Checkbox
          aria-label={texts.byHookOf(kind)}
          checked={shown.hook}
          onChange={(event) => void change({ hook: event.currentTarget.checked })}
        />
      </td>
      {hasEmail && (
        <td>
          <Checkbox
            aria-label={texts.byEmailOf(kind)}
            checked={shown.email ?? false}
            onChange={(event) => void change({ email: event.currentTarget.checked })}
          />
        </td>
      )}
    </tr>
  );
}
