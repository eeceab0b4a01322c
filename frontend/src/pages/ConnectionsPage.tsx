/** All connections: what they lead to, whether they work, and the ways to make, change and delete one; then secrets. */

import { ActionIcon, Button } from "@mantine/core";
import { IconPackages, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { StoredConnection } from "../api/apiTypes";
import { toUrl } from "../api/basePath";
import { hasRole } from "../api/permissions";
import { SecretsSection } from "../features/connections/SecretsSection";
import { formatMoment } from "../lib/format";
import { followInPage } from "../lib/navigation";
import { notifyFailure } from "../lib/toasts";
import { connectionTexts as texts } from "../messages/connectionTexts";
import { environmentTexts } from "../messages/environmentTexts";
import {
  type ConnectionTest,
  deleteConnection,
  testSavedConnection,
  useConnections,
} from "../stores/connectionQueries";
import { ConfirmDelete } from "../ui/ConfirmButton";
import ConnectionDialog, { ConnectionTestResult } from "../ui/dialogs/ConnectionDialog";
import { describeConnectionTarget } from "../ui/dialogs/connectionFields";
import { AddButton, type ListDialog, NamedList, RowTools } from "../ui/NamedList";
import { RequireEditor } from "../ui/RequireEditor";
import { PageFrame } from "./frame/PageFrame";
import "../features/connections/connections.css";
import "./connectionsPage.css";

type OpenConnectionDialog = ListDialog<"edit" | "delete", StoredConnection>;

export default function ConnectionsPage() {
  const { data, error } = useConnections();
  const [open, setOpen] = useState<OpenConnectionDialog>(null);
  const close = () => setOpen(null);
  return (
    <PageFrame title={texts.title}>
      <div className="connections">
        <NamedList
          title={texts.title}
          about={texts.about}
          actions={
            <RequireEditor>
              <EnvironmentsLink />
              <AddButton label={texts.add} onClick={() => setOpen({ kind: "new" })} />
            </RequireEditor>
          }
          items={data}
          error={error}
          empty={`${texts.empty} ${texts.emptyHow}`}
          headings={[texts.name, texts.kind, texts.where, texts.changed]}
          hasTools={hasRole("editor")}
        >
          {(connection) => <ConnectionRow key={connection.id} connection={connection} onOpen={setOpen} />}
        </NamedList>
        <RequireEditor>
          <SecretsSection />
        </RequireEditor>
      </div>
      {open?.kind === "new" && <ConnectionDialog onClose={close} />}
      {open?.kind === "edit" && <ConnectionDialog connection={open.item} onClose={close} />}
      {open?.kind === "delete" && (
        <ConfirmDelete
          deleteTexts={texts}
          name={open.item.name}
          onDelete={() => deleteConnection(open.item.id)}
          onClose={close}
        >
          {texts.deleteHelp}
        </ConfirmDelete>
      )}
    </PageFrame>
  );
}

const EnvironmentsLink = () => (
  <Button
    component="a"
    variant="default"
    href={toUrl("/environments")}
    onClick={followInPage}
    leftSection={<IconPackages size={16} stroke={1.8} />}
  >
    {environmentTexts.title}
  </Button>
);

function ConnectionRow({
  connection,
  onOpen,
}: {
  connection: StoredConnection;
  onOpen: (open: OpenConnectionDialog) => void;
}) {
  const [tested, setTested] = useState<ConnectionTest | "testing" | null>(null);
  const { id, name, kind } = connection;
  const test = async () => {
    setTested("testing");
    try {
      setTested(await testSavedConnection(id));
    } catch (error) {
      setTested(null);
      notifyFailure(error);
    }
  };
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{texts.kinds[kind]}</td>
      <td>
        <span className={connection.fields ? "connection-where" : undefined}>
          {describeConnectionTarget(connection) || texts.undecryptable}
        </span>
        {tested === "testing" && <p className="connections-help">{texts.testing}</p>}
        {tested && tested !== "testing" && <ConnectionTestResult {...tested} />}
      </td>
      <td>{formatMoment(connection.updated_at)}</td>
      <RequireEditor>
        <RowTools>
          <Button
            size="xs"
            variant="default"
            loading={tested === "testing"}
            aria-label={texts.testOf(name)}
            onClick={() => void test()}
          >
            {texts.test}
          </Button>
          <ActionIcon aria-label={texts.edit(name)} onClick={() => onOpen({ kind: "edit", item: connection })}>
            <IconPencil size={17} stroke={1.6} />
          </ActionIcon>
          <ActionIcon aria-label={texts.delete(name)} onClick={() => onOpen({ kind: "delete", item: connection })}>
            <IconTrash size={17} stroke={1.6} />
          </ActionIcon>
        </RowTools>
      </RequireEditor>
    </tr>
  );
}
