/** Makes a connection, or changes one: a form for its kind, a test, and a button that keeps it. */

import { Button, Modal, Select, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { keepConnection, type Tested, tryConnection, tryKeptConnection } from "../api/connections";
import type { Connection, ConnectionKind } from "../api/types";
import { connectionsMessages as say } from "../messages/connections";
import { notifyDone } from "../notify";
import {
  connectionOf,
  type Draft,
  draftOf,
  FIELDS,
  type FieldName,
  isWhole,
  SECRETS,
  WIDTHS,
} from "./connectionFields";
import { Segments } from "./Segments";
import "../styles/later";
import "./connections.css";

const KINDS: readonly ConnectionKind[] = ["postgresql", "mysql", "s3"];

interface Props {
  /** Of a new one: the kinds to choose from. */
  kinds?: readonly ConnectionKind[];
  connection?: Connection;
  onKept?: (connection: Connection) => void;
  onClose: () => void;
}

export default function ConnectionDialog({ kinds = KINDS, connection, onKept, onClose }: Props) {
  const [kind, setKind] = useState<ConnectionKind>(connection?.kind ?? kinds[0] ?? "postgresql");
  const [name, setName] = useState(connection?.name ?? "");
  const [draft, setDraft] = useState<Draft>(draftOf(kind, connection));
  const { busy, failure, tested, run, forget } = useErrand();
  const made = () => connectionOf(name, kind, draft);
  const whole = isWhole(kind, draft);

  const change = (next: Draft) => {
    forget();
    setDraft(next);
  };
  const choose = (next: string) => {
    setKind(next as ConnectionKind);
    change(draftOf(next as ConnectionKind, connection));
  };
  const untouched = connection !== undefined && JSON.stringify(draft) === JSON.stringify(draftOf(kind, connection));
  const test = () =>
    run(() => (untouched ? tryKeptConnection(connection.id) : tryConnection({ ...made(), name: "test" })));
  const keep = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const kept = await keepConnection(made(), connection?.id);
      notifyDone(say.saved(kept.name));
      onKept?.(kept);
      onClose();
      return null;
    });
  };

  return (
    <Modal opened onClose={onClose} size={520} title={connection ? say.editTitle(connection.name) : say.newTitle}>
      <form onSubmit={keep} className="connection-form" autoComplete="off">
        {kinds.length > 1 && !connection && (
          <Segments
            fullWidth
            aria-label={say.kind}
            data={kinds.map((one) => ({ value: one, label: say.kinds[one] }))}
            value={kind}
            onChange={choose}
          />
        )}
        <TextInput
          data-autofocus
          label={say.name}
          description={say.nameHelp}
          inputWrapperOrder={BELOW}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className="connection-fields">
          {FIELDS[kind].map((field) => (
            <ConnectionField
              key={`${kind} ${field}`}
              name={field}
              kept={connection !== undefined}
              value={draft[field] ?? ""}
              onChange={(value) => change({ ...draft, [field]: value })}
            />
          ))}
        </div>
        {failure && (
          <p className="connection-answer" data-works="false" role="alert">
            <IconAlertTriangle size={16} stroke={1.7} aria-hidden="true" />
            {failure}
          </p>
        )}
        {tested && <Answer {...tested} />}
        <footer>
          <Button variant="default" loading={busy} disabled={!whole} onClick={() => void test()}>
            {say.test}
          </Button>
          <span />
          <Button variant="default" onClick={onClose}>
            {say.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={!whole || name.trim() === ""}>
            {say.save}
          </Button>
        </footer>
      </form>
    </Modal>
  );
}

/** Help stands below, so that fields side by side stay in line. */
const BELOW: ("label" | "input" | "description" | "error")[] = ["label", "input", "description", "error"];

interface FieldProps {
  name: FieldName;
  kept: boolean;
  value: string;
  onChange: (value: string) => void;
}

function ConnectionField({ name, kept, value, onChange }: FieldProps) {
  const secret = SECRETS.includes(name);
  const help = kept && secret ? say.keepSecret : (say.help as Partial<Record<FieldName, string>>)[name];
  const shared = {
    label: say.fields[name],
    description: help,
    inputWrapperOrder: BELOW,
    className: `connection-${WIDTHS[name] ?? "half"}`,
  };
  if (name === "tls") {
    const data = Object.entries(say.tls).map(([id, label]) => ({ value: id, label }));
    const choose = (next: string | null) => onChange(next ?? "prefer");
    return <Select {...shared} allowDeselect={false} data={data} value={value} onChange={choose} />;
  }
  return (
    <TextInput
      {...shared}
      type={secret ? "password" : "text"}
      // The browser's store of passwords has nothing to do with these.
      autoComplete={secret ? "new-password" : "off"}
      inputMode={name === "port" ? "numeric" : undefined}
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

export function Answer({ works, message }: Tested) {
  const Icon = works ? IconCheck : IconAlertTriangle;
  return (
    <p className="connection-answer" data-works={works} role="status">
      <Icon size={16} stroke={1.7} aria-hidden="true" />
      {message}
    </p>
  );
}

/** One request at a time: whether it is under way, what it found out, and why it failed. */
function useErrand() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [tested, setTested] = useState<Tested | null>(null);
  const forget = () => {
    setFailure(null);
    setTested(null);
  };
  const run = async (what: () => Promise<Tested | null>) => {
    forget();
    setBusy(true);
    try {
      setTested(await what());
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, tested, run, forget };
}
