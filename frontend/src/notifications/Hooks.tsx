/** Web hooks of a person or a workspace: added, changed, tried, and what was sent to them. */

import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDots, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { patch, post, remove } from "../api/client";
import { CardTable } from "../components/CardTable";
import { Sure } from "../components/Sure";
import { notifications } from "../messages/notifications";
import { notifyDone, notifyFailure } from "../notify";
import { Shown } from "../people/parts";
import { type Hook, type HookTest, type Kind, refresh, useHooks } from "./api";
import { HookForm } from "./HookForm";
import { HookLog, HookTried } from "./HookLog";

const say = notifications.hooks;

interface Props {
  path: string;
  about: string;
  /** What a workspace's can be told of; a person chooses elsewhere. */
  kinds?: readonly Kind[];
}

export function Hooks({ path, about, kinds }: Props) {
  const { data, error } = useHooks(path);
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <>
      <div className="page-head">
        {kinds ? <h1>{say.title}</h1> : <h2>{say.title}</h2>}
        <div className="page-actions">
          <Button
            variant={kinds ? "filled" : "default"}
            leftSection={<IconPlus size={16} stroke={1.8} />}
            onClick={() => setAdding(true)}
          >
            {say.add}
          </Button>
        </div>
      </div>
      <p className="people-about">{about}</p>
      {error && <p className="page-message">{error.message}</p>}
      {data?.length === 0 && <p className="page-message">{say.empty}</p>}
      {data && data.length > 0 && (
        <CardTable tools heads={[say.name, say.address, ...(kinds ? [say.told] : []), say.state]}>
          {data.map((hook) => (
            <Row key={hook.id} hook={hook} path={path} kinds={kinds} onSecret={setSecret} />
          ))}
        </CardTable>
      )}
      {adding && <HookForm path={path} kinds={kinds} onSecret={setSecret} onClose={() => setAdding(false)} />}
      {secret && <Shown title={say.secretTitle} help={say.secretHelp} value={secret} onClose={() => setSecret(null)} />}
    </>
  );
}

type Dialog = "change" | "log" | "remove" | HookTest;

interface RowProps {
  hook: Hook;
  path: string;
  kinds?: readonly Kind[];
  onSecret: (secret: string) => void;
}

function Row({ hook, path, kinds, onSecret }: RowProps) {
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const own = `${path}/${hook.id}`;
  const close = () => setDialog(null);
  const act = (work: Promise<unknown>, said?: string) =>
    void work
      .then(() => said && notifyDone(said))
      .catch(notifyFailure)
      .finally(refresh);
  return (
    <tr>
      <th scope="row">{hook.name}</th>
      <td>
        <code>{hook.shown}</code>
      </td>
      {kinds && <td>{hook.kinds.map((kind) => notifications.kinds[kind]).join(", ")}</td>}
      <td>
        <State hook={hook} />
      </td>
      <td className="card-tools">
        <Menu position="bottom-end" width={220}>
          <Menu.Target>
            <ActionIcon aria-label={say.actions(hook.name)}>
              <IconDots size={17} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void post<HookTest>(`${own}/test`).then(setDialog, notifyFailure)}>
              {say.test}
            </Menu.Item>
            <Menu.Item onClick={() => setDialog("log")}>{say.log}</Menu.Item>
            <Menu.Item onClick={() => setDialog("change")}>{say.change(hook.name)}</Menu.Item>
            <Menu.Item
              onClick={() => act(post<{ secret: string }>(`${own}/secret`).then(({ secret }) => onSecret(secret)))}
            >
              {say.secret}
            </Menu.Item>
            <Menu.Item onClick={() => act(patch(own, { enabled: hook.disabled_at !== null }), say.saved)}>
              {hook.disabled_at ? say.enable : say.disable}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item onClick={() => setDialog("remove")}>{say.remove}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        {dialog === "change" && <HookForm path={path} kinds={kinds} hook={hook} onSecret={onSecret} onClose={close} />}
        {dialog === "log" && <HookLog hook={hook} path={own} onClose={close} />}
        {dialog === "remove" && (
          <Sure
            title={say.removeTitle(hook.name)}
            yes={say.remove}
            onYes={() => act(remove(own), say.removed(hook.name))}
            onClose={close}
          >
            {say.removeHelp}
          </Sure>
        )}
        {dialog !== null && typeof dialog === "object" && <HookTried test={dialog} onClose={close} />}
      </td>
    </tr>
  );
}

function State({ hook: { disabled_at, note, failures } }: { hook: Hook }) {
  if (disabled_at) {
    return (
      <div className="people-cell">
        <span className="people-tag people-tag-off">{say.disabled}</span>
        {note && <p className="people-mark">{note}</p>}
      </div>
    );
  }
  return failures > 0 ? <span className="people-mark">{say.failing(failures)}</span> : say.works;
}
