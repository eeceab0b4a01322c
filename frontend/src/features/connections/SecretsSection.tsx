/** All secrets by name: who entered them, which designs ask for them, and the ways to add, replace and delete one. */

import { ActionIcon, Button } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { toUrl } from "../../api/basePath";
import { formatMoment } from "../../lib/format";
import { followInPage } from "../../lib/navigation";
import { secretTexts as texts } from "../../messages/secretTexts";
import { deleteSecret, type Secret, useSecrets } from "../../stores/secretQueries";
import { ConfirmDelete } from "../../ui/ConfirmButton";
import SecretDialog from "../../ui/dialogs/SecretDialog";
import { ResponsiveTable } from "../../ui/ResponsiveTable";
import "./connections.css";

type OpenSecretDialog = { kind: "new" } | { kind: "replace" | "delete"; secret: Secret } | null;

export function SecretsSection() {
  const { data, error } = useSecrets();
  const [open, setOpen] = useState<OpenSecretDialog>(null);
  const sectionRef = useRef<HTMLElement>(null);
  const close = () => setOpen(null);
  const isLoaded = data !== undefined;
  useEffect(() => {
    if (isLoaded && location.hash === "#secrets") sectionRef.current?.scrollIntoView();
  }, [isLoaded]);
  return (
    <section id="secrets" ref={sectionRef} className="secrets" aria-labelledby="secrets-title">
      <header className="page-head">
        <h2 id="secrets-title">{texts.title}</h2>
        <div className="page-actions">
          <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setOpen({ kind: "new" })}>
            {texts.add}
          </Button>
        </div>
      </header>
      <p className="connections-about">{texts.about}</p>
      {error && <p className="page-message">{error.message}</p>}
      {data?.length === 0 && (
        <p className="page-message">
          {texts.empty} {texts.emptyHow}
        </p>
      )}
      {data && data.length > 0 && <SecretsTable secrets={data} onOpen={setOpen} />}
      {open?.kind === "new" && <SecretDialog onClose={close} />}
      {open?.kind === "replace" && <SecretDialog secret={open.secret} onClose={close} />}
      {open?.kind === "delete" && (
        <ConfirmDelete
          deleteTexts={texts}
          name={open.secret.name}
          onDelete={() => deleteSecret(open.secret.id)}
          onClose={close}
        >
          {texts.deleteHelp} {texts.deleteUsed(open.secret.used_in.map((design) => design.name))}
        </ConfirmDelete>
      )}
    </section>
  );
}

function SecretsTable({ secrets, onOpen }: { secrets: Secret[]; onOpen: (open: OpenSecretDialog) => void }) {
  return (
    <ResponsiveTable hasTools headings={[texts.name, texts.usedIn, texts.setBy, texts.changed, texts.used]}>
      {secrets.map((secret) => (
        <SecretRow key={secret.id} secret={secret} onOpen={onOpen} />
      ))}
    </ResponsiveTable>
  );
}

function SecretRow({ secret, onOpen }: { secret: Secret; onOpen: (open: OpenSecretDialog) => void }) {
  const { name, opens, set_by, updated_at, last_used_at, used_in } = secret;
  return (
    <tr>
      <th scope="row">
        <code className="connection-where">{name}</code>
        {!opens && <p className="connections-help">{texts.undecryptable}</p>}
      </th>
      <td>
        {used_in.length === 0 && <span className="secret-quiet">{texts.unused}</span>}
        <ul className="secret-designs">
          {used_in.map((design) => (
            <li key={design.id}>
              <a href={toUrl(`/designs/${design.id}`)} onClick={followInPage}>
                {design.name}
              </a>
            </li>
          ))}
        </ul>
      </td>
      <td>{set_by}</td>
      <td>{formatMoment(updated_at)}</td>
      <td>{last_used_at ? formatMoment(last_used_at) : texts.never}</td>
      <td className="card-tools">
        <div className="card-buttons">
          <ActionIcon aria-label={texts.replace(name)} onClick={() => onOpen({ kind: "replace", secret })}>
            <IconPencil size={17} stroke={1.6} />
          </ActionIcon>
          <ActionIcon aria-label={texts.delete(name)} onClick={() => onOpen({ kind: "delete", secret })}>
            <IconTrash size={17} stroke={1.6} />
          </ActionIcon>
        </div>
      </td>
    </tr>
  );
}
