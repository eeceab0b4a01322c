/** All connections: what they lead to, whether they work, and the ways to make, change and delete one; then secrets. */

import { ActionIcon, Button } from "@mantine/core";
import { IconPackages, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
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
import { RequireEditor } from "../ui/RequireEditor";
import { ResponsiveTable } from "../ui/ResponsiveTable";
import { PageFrame } from "./frame/PageFrame";
import "../features/connections/connections.css";
import "./connectionsPage.css";

type OpenConnectionDialog = { kind: "new" } | { kind: "edit" | "delete"; connection: StoredConnection } | null;

export default function ConnectionsPage() {
  const { data, error } = useConnections();
  const [open, setOpen] = useState<OpenConnectionDialog>(null);
  const close = () => setOpen(null);
  return (
    <PageFrame title={texts.title}>
      <div className="connections">
        <header className="page-head">
          <h1>{texts.title}</h1>
          <RequireEditor>
            <div className="page-actions">
              <Button
                component="a"
                variant="default"
                href={toUrl("/environments")}
                onClick={followInPage}
                leftSection={<IconPackages size={16} stroke={1.8} />}
              >
                {environmentTexts.title}
              </Button>
              <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setOpen({ kind: "new" })}>
                {texts.add}
              </Button>
            </div>
          </RequireEditor>
        </header>
        <p className="connections-about">{texts.about}</p>
        {error && <p className="page-message">{error.message}</p>}
        {data?.length === 0 && (
          <p className="page-message">
            {texts.empty} {texts.emptyHow}
          </p>
        )}
        {data && data.length > 0 && (
          <ResponsiveTable hasTools={hasRole("editor")} headings={[texts.name, texts.kind, texts.where, texts.changed]}>
            {data.map((connection) => (
              <ConnectionRow key={connection.id} connection={connection} onOpen={setOpen} />
            ))}
          </ResponsiveTable>
        )}
        <RequireEditor>
          <SecretsSection />
        </RequireEditor>
      </div>
      {open?.kind === "new" && <ConnectionDialog onClose={close} />}
      {open?.kind === "edit" && <ConnectionDialog connection={open.connection} onClose={close} />}
      {open?.kind === "delete" && (
        <ConfirmDelete
          deleteTexts={texts}
          name={open.connection.name}
          onDelete={() => deleteConnection(open.connection.id)}
          onClose={close}
        >
          {texts.deleteHelp}
        </ConfirmDelete>
      )}
    </PageFrame>
  );
}

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
        <td className="card-tools">
          <div className="card-buttons">
            <Button
              size="xs"
              variant="default"
              loading={tested === "testing"}
              aria-label={texts.testOf(name)}
              onClick={() => void test()}
            >
              {texts.test}
            </Button>
            <ActionIcon aria-label={texts.edit(name)} onClick={() => onOpen({ kind: "edit", connection })}>
              <IconPencil size={17} stroke={1.6} />
            </ActionIcon>
            <ActionIcon aria-label={texts.delete(name)} onClick={() => onOpen({ kind: "delete", connection })}>
              <IconTrash size={17} stroke={1.6} />
            </ActionIcon>
          </div>
        </td>
      </RequireEditor>
    </tr>
  );
}
