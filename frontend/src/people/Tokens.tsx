/** One's API tokens: made, shown once, and revoked. */

import { ActionIcon, Button, Group, Modal, Select, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { post, remove } from "../api/client";
import { CardTable } from "../components/CardTable";
import { Sure } from "../components/Sure";
import { people as say } from "../messages/people";
import { moment } from "../views/format";
import {
  day,
  type MadeToken,
  type Me,
  type Membership,
  ROLES,
  type Role,
  type Token,
  type TokenScope,
  useTokens,
} from "./api";
import { act, Shown } from "./parts";

/** The least role that a scope needs. */
const NEEDED: Record<TokenScope, Role> = { read: "viewer", run: "runner", write: "editor" };
const SCOPES = Object.keys(NEEDED) as TokenScope[];
const words = say.tokens;

export function Tokens({ me }: { me: Me }) {
  const { data, error } = useTokens();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  return (
    <>
      <header className="page-head">
        <h1>{say.sections.tokens}</h1>
        {me.workspace && (
          <div className="page-actions">
            <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setMaking(true)}>
              {words.add}
            </Button>
          </div>
        )}
      </header>
      <p className="people-about">{words.about}</p>
      {error && <p className="page-message">{error.message}</p>}
      {data?.length === 0 && <p className="page-message">{words.empty}</p>}
      {data && data.length > 0 && (
        <CardTable tools heads={[words.name, words.begins, words.scope, words.workspace, words.used, words.ends]}>
          {data.map((token) => (
            <Row key={token.id} token={token} />
          ))}
        </CardTable>
      )}
      {making && me.workspace && (
        <NewToken
          workspaces={me.workspaces}
          first={me.workspace}
          onMade={(token) => {
            setMaking(false);
            setMade(token);
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {made && <Shown title={words.madeTitle} help={words.madeHelp} value={made} onClose={() => setMade(null)} />}
    </>
  );
}

function Row({ token }: { token: Token }) {
  const [asking, setAsking] = useState(false);
  const { id, name, begins, scope, workspace, last_used_at, expires_at, ended } = token;
  return (
    <tr>
      <th scope="row">
        {name}
        {ended && <span className="people-tag">{words.ended}</span>}
      </th>
      <td>
        <code>{begins}…</code>
      </td>
      <td>{words.scopes[scope]}</td>
      <td>{workspace}</td>
      <td>{last_used_at ? moment(last_used_at) : words.never}</td>
      <td>{expires_at ? day(expires_at) : words.noEnd}</td>
      <td className="card-tools">
        <ActionIcon aria-label={words.revoke(name)} onClick={() => setAsking(true)}>
          <IconTrash size={17} stroke={1.6} />
        </ActionIcon>
        {asking && (
          <Sure
            title={words.revokeTitle(name)}
            yes={words.revokeDo}
            onYes={() => void act(() => remove(`/api/me/tokens/${id}`), words.revoked(name))}
            onClose={() => setAsking(false)}
          >
            {words.revokeHelp}
          </Sure>
        )}
      </td>
    </tr>
  );
}

interface NewProps {
  workspaces: readonly Membership[];
  first: Membership;
  onMade: (token: string) => void;
  onClose: () => void;
}

function NewToken({ workspaces, first, onMade, onClose }: NewProps) {
  const [name, setName] = useState("");
  const [workspace, setWorkspace] = useState(first.id);
  const [scope, setScope] = useState<TokenScope>("read");
  const [days, setDays] = useState("90");
  const role = workspaces.find(({ id }) => id === workspace)?.role ?? "viewer";
  const allowed = (one: TokenScope) => ROLES.indexOf(role) >= ROLES.indexOf(NEEDED[one]);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    await act(async () => {
      const body = { name, workspace, scope: allowed(scope) ? scope : "read", days: days ? Number(days) : null };
      onMade((await post<MadeToken>("/api/me/tokens", body)).token);
    });
  };
  return (
    <Modal opened onClose={onClose} title={words.add}>
      <form onSubmit={(event) => void make(event)} className="people-form">
        <TextInput
          data-autofocus
          label={words.name}
          description={words.nameHelp}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={words.workspace}
          data={workspaces.map(({ id, name: label }) => ({ value: id, label }))}
          value={workspace}
          allowDeselect={false}
          onChange={(next) => next && setWorkspace(next)}
        />
        <Select
          label={words.scope}
          data={SCOPES.map((one) => ({ value: one, label: words.scopes[one], disabled: !allowed(one) }))}
          value={allowed(scope) ? scope : "read"}
          allowDeselect={false}
          onChange={(next) => next && setScope(next as TokenScope)}
        />
        <Select
          label={words.days}
          data={Object.entries(words.dayChoices).map(([value, label]) => ({ value, label }))}
          value={days}
          allowDeselect={false}
          onChange={(next) => setDays(next ?? "90")}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say.cancel}
          </Button>
          <Button type="submit" disabled={!name.trim()}>
            {words.make}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
