/** Makes a connection, or changes one: a form for its kind, a test, and a button that keeps it. */

import { Button, Modal, Select, Textarea, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import type { ConnectionKind, StoredConnection } from "../../api/apiTypes";
import { notifyDone } from "../../lib/toasts";
import { connectionTexts as texts } from "../../messages/connectionTexts";
import {
  type ConnectionTest,
  saveConnection,
  testConnection,
  testSavedConnection,
} from "../../stores/connectionQueries";
import { SegmentedSwitch } from "../Segments";
import {
  CONNECTION_FIELD_WIDTHS,
  CONNECTION_FIELDS,
  CONNECTION_GROUPS,
  CONNECTION_SECRETS,
  type ConnectionDraft,
  type ConnectionFieldName,
  createConnectionDraft,
  isCompleteDraft,
  MULTILINE_SECRETS,
  TLS_MODES,
  toNewConnection,
} from "./connectionFields";
import "../../styles/lazyMantine";
import "./connectionDialog.css";

const KINDS = Object.keys(CONNECTION_FIELDS) as ConnectionKind[];
const GROUPS = Object.keys(CONNECTION_GROUPS) as (keyof typeof CONNECTION_GROUPS)[];
/** More kinds than these do not stand side by side. */
const MOST_SEGMENTS = 4;

interface Props {
  /** Of a new one: the kinds to choose from. */
  kinds?: readonly ConnectionKind[];
  connection?: StoredConnection;
  onSaved?: (connection: StoredConnection) => void;
  onClose: () => void;
}

export default function ConnectionDialog({ kinds = KINDS, connection, onSaved, onClose }: Props) {
  const [kind, setKind] = useState<ConnectionKind>(connection?.kind ?? kinds[0] ?? "postgresql");
  const [name, setName] = useState(connection?.name ?? "");
  const [draft, setDraft] = useState<ConnectionDraft>(createConnectionDraft(kind, connection));
  const { busy, failure, tested, run, forget } = useConnectionTest();
  const getConnection = () => toNewConnection(name, kind, draft);
  const whole = isCompleteDraft(kind, draft);

  const change = (next: ConnectionDraft) => {
    forget();
    setDraft(next);
  };
  const choose = (next: string) => {
    setKind(next as ConnectionKind);
    change(createConnectionDraft(next as ConnectionKind, connection));
  };
  const untouched =
    connection !== undefined && JSON.stringify(draft) === JSON.stringify(createConnectionDraft(kind, connection));
  const test = () =>
    run(() => (untouched ? testSavedConnection(connection.id) : testConnection({ ...getConnection(), name: "test" })));
  const keep = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const saved = await saveConnection(getConnection(), connection?.id);
      notifyDone(texts.saved(saved.name));
      onSaved?.(saved);
      onClose();
      return null;
    });
  };

  return (
    <Modal opened onClose={onClose} size={520} title={connection ? texts.editTitle(connection.name) : texts.newTitle}>
      <form onSubmit={keep} className="connection-form" autoComplete="off">
        {kinds.length > MOST_SEGMENTS && !connection && (
          <Select
            label={texts.kind}
            data={groupKinds(kinds)}
            allowDeselect={false}
            maxDropdownHeight={470}
            searchable
            value={kind}
            onChange={(next) => next && choose(next)}
          />
        )}
        {kinds.length > 1 && kinds.length <= MOST_SEGMENTS && !connection && (
          <SegmentedSwitch
            fullWidth
            aria-label={texts.kind}
            data={kinds.map((one) => ({ value: one, label: texts.kinds[one] }))}
            value={kind}
            onChange={choose}
          />
        )}
        <TextInput
          data-autofocus
          label={texts.name}
          description={texts.nameHelp}
          inputWrapperOrder={SUBMIT_ROW}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className="connection-fields">
          {CONNECTION_FIELDS[kind].map((field) => (
            <ConnectionField
              key={`${kind} ${field}`}
              kind={kind}
              name={field}
              isStored={connection !== undefined}
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
        {tested && <ConnectionTestResult {...tested} />}
        <footer>
          <Button variant="default" loading={busy} disabled={!whole} onClick={() => void test()}>
            {texts.test}
          </Button>
          <span />
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={!whole || name.trim() === ""}>
            {texts.save}
          </Button>
        </footer>
      </form>
    </Modal>
  );
}

/** The kinds to choose from, those alike under one heading. */
const groupKinds = (kinds: readonly ConnectionKind[]) =>
  GROUPS.map((group) => ({
    group: texts.groups[group],
    items: CONNECTION_GROUPS[group]
      .filter((kind) => kinds.includes(kind))
      .map((kind) => ({ value: kind, label: texts.kinds[kind] })),
  })).filter(({ items }) => items.length > 0);

/** Help stands below, so that fields side by side stay in line. */
const SUBMIT_ROW: ("label" | "input" | "description" | "error")[] = ["label", "input", "description", "error"];

interface ConnectionFieldProps {
  kind: ConnectionKind;
  name: ConnectionFieldName;
  isStored: boolean;
  value: string;
  onChange: (value: string) => void;
}

function ConnectionField({ kind, name, isStored, value, onChange }: ConnectionFieldProps) {
  const secret = CONNECTION_SECRETS.includes(name);
  const help =
    isStored && secret
      ? texts.keepSecret
      : (texts.kindHelp[kind]?.[name] ?? (texts.help as Partial<Record<ConnectionFieldName, string>>)[name]);
  const shared = {
    label: texts.fields[name],
    description: help,
    inputWrapperOrder: SUBMIT_ROW,
    className: `connection-${CONNECTION_FIELD_WIDTHS[name] ?? "half"}`,
  };
  if (name === "tls") {
    const data = (TLS_MODES[kind] ?? []).map((mode) => ({ value: mode, label: texts.tls[mode] }));
    const choose = (next: string | null) => onChange(next ?? "prefer");
    return <Select {...shared} allowDeselect={false} data={data} value={value} onChange={choose} />;
  }
  if (MULTILINE_SECRETS.includes(name)) {
    return (
      <Textarea
        {...shared}
        autosize
        minRows={2}
        maxRows={6}
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: "connection-secret" }}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
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

export function ConnectionTestResult({ works, message }: ConnectionTest) {
  const Icon = works ? IconCheck : IconAlertTriangle;
  return (
    <p className="connection-answer" data-works={works} role="status">
      <Icon size={16} stroke={1.7} aria-hidden="true" />
      {message}
    </p>
  );
}

/** One request at a time: whether it is under way, what it found out, and why it failed. */
function useConnectionTest() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [tested, setTested] = useState<ConnectionTest | null>(null);
  const forget = () => {
    setFailure(null);
    setTested(null);
  };
  const run = async (what: () => Promise<ConnectionTest | null>) => {
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
