/** All secrets by name: who entered them, which designs ask for them, and the ways to add, replace and delete one. */

import { ActionIcon } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { toUrl } from "../../api/basePath";
import { formatMoment } from "../../lib/format";
import { followInPage } from "../../lib/navigation";
import { secretTexts as texts } from "../../messages/secretTexts";
import { deleteSecret, type Secret, useSecrets } from "../../stores/secretQueries";
import { ConfirmDelete } from "../../ui/ConfirmButton";
import SecretDialog from "../../ui/dialogs/SecretDialog";
import { AddButton, type ListDialog, NamedList, RowTools } from "../../ui/NamedList";
import "./connections.css";

type OpenSecretDialog = ListDialog<"replace" | "delete", Secret>;

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
      <NamedList
        isPart
        title={texts.title}
        titleId="secrets-title"
        about={texts.about}
        actions={<AddButton isSecondary label={texts.add} onClick={() => setOpen({ kind: "new" })} />}
        items={data}
        error={error}
        empty={`${texts.empty} ${texts.emptyHow}`}
        headings={[texts.name, texts.usedIn, texts.setBy, texts.changed, texts.used]}
      >
        {(secret) => <SecretRow key={secret.id} secret={secret} onOpen={setOpen} />}
      </NamedList>
      {open?.kind === "new" && <SecretDialog onClose={close} />}
      {open?.kind === "replace" && <SecretDialog secret={open.item} onClose={close} />}
      {open?.kind === "delete" && (
        <ConfirmDelete
          deleteTexts={texts}
          name={open.item.name}
          onDelete={() => deleteSecret(open.item.id)}
          onClose={close}
        >
          {texts.deleteHelp} {texts.deleteUsed(open.item.used_in.map((design) => design.name))}
        </ConfirmDelete>
      )}
    </section>
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
      <RowTools>
        <ActionIcon aria-label={texts.replace(name)} onClick={() => onOpen({ kind: "replace", item: secret })}>
          <IconPencil size={17} stroke={1.6} />
        </ActionIcon>
        <ActionIcon aria-label={texts.delete(name)} onClick={() => onOpen({ kind: "delete", item: secret })}>
          <IconTrash size={17} stroke={1.6} />
        </ActionIcon>
      </RowTools>
    </tr>
  );
}
