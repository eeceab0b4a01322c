/** Web hooks of a person or a workspace: added, changed, tried, and what was sent to them. */

import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { deleteResource, patchJson, postJson } from "../../api/client";
import {
  type NotificationKind,
  refreshNotifications,
  useWebHooks,
  type WebHook,
  type WebHookTest,
} from "../../api/notifications";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { notificationTexts } from "../../messages/notificationTexts";
import { ConfirmDialog } from "../../ui/ConfirmButton";
import { AddButton, NamedList } from "../../ui/NamedList";
import { SecretOnce } from "../../ui/SecretOnce";
import { WebHookForm } from "./WebHookForm";
import { WebHookLog, WebHookTestResult } from "./WebHookLog";
import "../../ui/settings.css";

const texts = notificationTexts.hooks;

interface Props {
  path: string;
  about: string;
  /** What a workspace's can be told of; a person chooses elsewhere. */
  kinds?: readonly NotificationKind[];
}

export function WebHookList({ path, about, kinds }: Props) {
  const { data, error } = useWebHooks(path);
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <>
      <NamedList
        title={texts.title}
        isPart={!kinds}
        about={about}
        actions={<AddButton label={texts.add} isSecondary={!kinds} onClick={() => setAdding(true)} />}
        items={data}
        error={error}
        empty={texts.empty}
        headings={[texts.name, texts.address, ...(kinds ? [texts.events] : []), texts.state]}
      >
        {(hook) => <WebHookRow key={hook.id} hook={hook} path={path} kinds={kinds} onSecret={setSecret} />}
      </NamedList>
      {adding && <WebHookForm path={path} kinds={kinds} onSecret={setSecret} onClose={() => setAdding(false)} />}
      {secret && (
        <SecretOnce title={texts.secretTitle} help={texts.secretHelp} value={secret} onClose={() => setSecret(null)} />
      )}
    </>
  );
}

type WebHookDialog = "change" | "log" | "remove" | WebHookTest;

interface WebHookRowProps {
  hook: WebHook;
  path: string;
  kinds?: readonly NotificationKind[];
  onSecret: (secret: string) => void;
}

function WebHookRow({ hook, path, kinds, onSecret }: WebHookRowProps) {
  const [dialog, setDialog] = useState<WebHookDialog | null>(null);
  const own = `${path}/${hook.id}`;
  const close = () => setDialog(null);
  const act = (work: Promise<unknown>, said?: string) =>
    void work
      .then(() => said && notifyDone(said))
      .catch(notifyFailure)
      .finally(refreshNotifications);
  return (
    <tr>
      <th scope="row">{hook.name}</th>
      <td>
        <code>{hook.shown}</code>
      </td>
      {kinds && <td>{hook.kinds.map((kind) => notificationTexts.kinds[kind]).join(", ")}</td>}
      <td>
        <WebHookState hook={hook} />
      </td>
      <td className="card-tools">
        <Menu position="bottom-end" width={220}>
          <Menu.Target>
            <ActionIcon aria-label={texts.actions(hook.name)}>
              <IconDots size={17} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void postJson<WebHookTest>(`${own}/test`).then(setDialog, notifyFailure)}>
              {texts.test}
            </Menu.Item>
            <Menu.Item onClick={() => setDialog("log")}>{texts.log}</Menu.Item>
            <Menu.Item onClick={() => setDialog("change")}>{texts.change(hook.name)}</Menu.Item>
            <Menu.Item
              onClick={() => act(postJson<{ secret: string }>(`${own}/secret`).then(({ secret }) => onSecret(secret)))}
            >
              {texts.secret}
            </Menu.Item>
            <Menu.Item onClick={() => act(patchJson(own, { enabled: hook.disabled_at !== null }), texts.saved)}>
              {hook.disabled_at ? texts.enable : texts.disable}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item onClick={() => setDialog("remove")}>{texts.remove}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        {dialog === "change" && (
          <WebHookForm path={path} kinds={kinds} hook={hook} onSecret={onSecret} onClose={close} />
        )}
        {dialog === "log" && <WebHookLog hook={hook} path={own} onClose={close} />}
        {dialog === "remove" && (
          <ConfirmDialog
            title={texts.removeTitle(hook.name)}
            confirmLabel={texts.remove}
            onConfirm={() => act(deleteResource(own), texts.removed(hook.name))}
            onClose={close}
          >
            {texts.removeHelp}
          </ConfirmDialog>
        )}
        {dialog !== null && typeof dialog === "object" && <WebHookTestResult test={dialog} onClose={close} />}
      </td>
    </tr>
  );
}

function WebHookState({ hook: { disabled_at, note, failures } }: { hook: WebHook }) {
  if (disabled_at) {
    return (
      <div className="settings-cell">
        <span className="settings-tag settings-tag-off">{texts.disabled}</span>
        {note && <p className="settings-mark">{note}</p>}
      </div>
    );
  }
  return failures > 0 ? <span className="settings-mark">{texts.failing(failures)}</span> : texts.works;
}
