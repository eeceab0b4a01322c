/** All secrets by name: who entered them, which designs ask for them, and the ways to add, replace and delete one. */

import { ActionIcon, Button } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { urlOf } from "../api/base";
import { deleteSecret, type Secret, useSecrets } from "../api/secrets";
import SecretDialog from "../dialogs/SecretDialog";
import { secretsMessages as say } from "../messages/secrets";
import { followHere } from "../navigation";
import { moment } from "../views/format";
import { CardTable } from "./CardTable";
import { ConfirmDelete } from "./Sure";

type Open = { kind: "new" } | { kind: "replace" | "delete"; secret: Secret } | null;

export function SecretsSection() {
  const { data, error } = useSecrets();
  const [open, setOpen] = useState<Open>(null);
  const here = useRef<HTMLElement>(null);
  const close = () => setOpen(null);
  const there = data !== undefined;
  useEffect(() => {
    if (there && location.hash === "#secrets") here.current?.scrollIntoView();
  }, [there]);
  return (
    <section id="secrets" ref={here} className="secrets" aria-labelledby="secrets-title">
      <header className="page-head">
        <h2 id="secrets-title">{say.title}</h2>
        <div className="page-actions">
          <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setOpen({ kind: "new" })}>
            {say.add}
          </Button>
        </div>
      </header>
      <p className="connections-about">{say.about}</p>
      {error && <p className="page-message">{error.message}</p>}
      {data?.length === 0 && (
        <p className="page-message">
          {say.empty} {say.emptyHow}
        </p>
      )}
      {data && data.length > 0 && <SecretsTable secrets={data} onOpen={setOpen} />}
      {open?.kind === "new" && <SecretDialog onClose={close} />}
      {open?.kind === "replace" && <SecretDialog secret={open.secret} onClose={close} />}
      {open?.kind === "delete" && (
        <ConfirmDelete say={say} name={open.secret.name} remove={() => deleteSecret(open.secret.id)} onClose={close}>
          {say.deleteHelp} {say.deleteUsed(open.secret.used_in.map((design) => design.name))}
        </ConfirmDelete>
      )}
    </section>
  );
}

function SecretsTable({ secrets, onOpen }: { secrets: Secret[]; onOpen: (open: Open) => void }) {
  return (
    <CardTable tools heads={[say.name, say.usedIn, say.setBy, say.changed, say.used]}>
      {secrets.map((secret) => (
        <SecretRow key={secret.id} secret={secret} onOpen={onOpen} />
      ))}
    </CardTable>
  );
}

function SecretRow({ secret, onOpen }: { secret: Secret; onOpen: (open: Open) => void }) {
  const { name, opens, set_by, updated_at, last_used_at, used_in } = secret;
  return (
    <tr>
      <th scope="row">
        <code className="connection-where">{name}</code>
        {!opens && <p className="field-help">{say.sealed}</p>}
      </th>
      <td>
        {used_in.length === 0 && <span className="secret-quiet">{say.unused}</span>}
        <ul className="secret-designs">
          {used_in.map((design) => (
            <li key={design.id}>
              <a href={urlOf(`/designs/${design.id}`)} onClick={followHere}>
                {design.name}
              </a>
            </li>
          ))}
        </ul>
      </td>
      <td>{set_by}</td>
      <td>{moment(updated_at)}</td>
      <td>{last_used_at ? moment(last_used_at) : say.never}</td>
      <td className="card-tools">
        <div className="card-buttons">
          <ActionIcon aria-label={say.replace(name)} onClick={() => onOpen({ kind: "replace", secret })}>
            <IconPencil size={17} stroke={1.6} />
          </ActionIcon>
          <ActionIcon aria-label={say.delete(name)} onClick={() => onOpen({ kind: "delete", secret })}>
            <IconTrash size={17} stroke={1.6} />
          </ActionIcon>
        </div>
      </td>
    </tr>
  );
}
