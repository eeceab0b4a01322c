/** All connections: what they lead to, whether they work, and the ways to make, change and delete one; then secrets. */

import { ActionIcon, Button } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { deleteConnection, type Tested, tryKeptConnection, useConnections } from "../api/connections";
import { may } from "../api/may";
import type { Connection } from "../api/types";
import { CardTable } from "../components/CardTable";
import ConnectionDialog, { Answer } from "../components/ConnectionDialog";
import { whereOf } from "../components/connectionFields";
import { ForEditors } from "../components/ForEditors";
import { PageFrame } from "../components/PageFrame";
import { SecretsSection } from "../components/SecretsSection";
import { ConfirmDelete } from "../components/Sure";
import { connectionsMessages as say } from "../messages/connections";
import { notifyFailure } from "../notify";
import { moment } from "../views/format";
import "../components/connections.css";

type Open = { kind: "new" } | { kind: "edit" | "delete"; connection: Connection } | null;

export function ConnectionsPage() {
  const { data, error } = useConnections();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <PageFrame title={say.title}>
      <div className="connections">
        <header className="page-head">
          <h1>{say.title}</h1>
          <ForEditors>
            <div className="page-actions">
              <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setOpen({ kind: "new" })}>
                {say.add}
              </Button>
            </div>
          </ForEditors>
        </header>
        <p className="connections-about">{say.about}</p>
        {error && <p className="page-message">{error.message}</p>}
        {data?.length === 0 && (
          <p className="page-message">
            {say.empty} {say.emptyHow}
          </p>
        )}
        {data && data.length > 0 && (
          <CardTable tools={may("editor")} heads={[say.name, say.kind, say.where, say.changed]}>
            {data.map((connection) => (
              <ConnectionRow key={connection.id} connection={connection} onOpen={setOpen} />
            ))}
          </CardTable>
        )}
        <ForEditors>
          <SecretsSection />
        </ForEditors>
      </div>
      {open?.kind === "new" && <ConnectionDialog onClose={close} />}
      {open?.kind === "edit" && <ConnectionDialog connection={open.connection} onClose={close} />}
      {open?.kind === "delete" && (
        <ConfirmDelete
          say={say}
          name={open.connection.name}
          remove={() => deleteConnection(open.connection.id)}
          onClose={close}
        >
          {say.deleteHelp}
        </ConfirmDelete>
      )}
    </PageFrame>
  );
}

function ConnectionRow({ connection, onOpen }: { connection: Connection; onOpen: (open: Open) => void }) {
  const [tested, setTested] = useState<Tested | "testing" | null>(null);
  const { id, name, kind } = connection;
  const test = async () => {
    setTested("testing");
    try {
      setTested(await tryKeptConnection(id));
    } catch (error) {
      setTested(null);
      notifyFailure(error);
    }
  };
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{say.kinds[kind]}</td>
      <td>
        <span className={connection.fields ? "connection-where" : undefined}>{whereOf(connection) || say.sealed}</span>
        {tested === "testing" && <p className="field-help">{say.testing}</p>}
        {tested && tested !== "testing" && <Answer {...tested} />}
      </td>
      <td>{moment(connection.updated_at)}</td>
      <ForEditors>
        <td className="card-tools">
          <div className="card-buttons">
            <Button
              size="xs"
              variant="default"
              loading={tested === "testing"}
              aria-label={say.testOf(name)}
              onClick={() => void test()}
            >
              {say.test}
            </Button>
            <ActionIcon aria-label={say.edit(name)} onClick={() => onOpen({ kind: "edit", connection })}>
              <IconPencil size={17} stroke={1.6} />
            </ActionIcon>
            <ActionIcon aria-label={say.delete(name)} onClick={() => onOpen({ kind: "delete", connection })}>
              <IconTrash size={17} stroke={1.6} />
            </ActionIcon>
          </div>
        </td>
      </ForEditors>
    </tr>
  );
}
