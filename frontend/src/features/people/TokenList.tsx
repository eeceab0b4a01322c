/** One's API tokens: made, shown once, and revoked. */

import { ActionIcon, Button, Group, Modal, Select, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { deleteResource, postJson } from "../../api/client";
import {
  formatDate,
  type MadeToken,
  type Me,
  type Membership,
  ROLES,
  type Role,
  type Token,
  type TokenScope,
  useTokens,
} from "../../api/people";
import { formatMoment } from "../../lib/format";
import { peopleTexts as texts } from "../../messages/peopleTexts";
import { ConfirmDialog } from "../../ui/ConfirmButton";
import { AddButton, NamedList } from "../../ui/NamedList";
import { mutate, SecretOnce } from "../../ui/SecretOnce";
import "../../ui/settings.css";

/** The least role that a scope needs. */
const NEEDED: Record<TokenScope, Role> = { read: "viewer", run: "runner", write: "editor" };
const SCOPES = Object.keys(NEEDED) as TokenScope[];
const moreTexts = texts.tokens;

export function TokenList({ me }: { me: Me }) {
  const { data, error } = useTokens();
  const [making, setMaking] = useState(false);
  const [createdToken, setMade] = useState<string | null>(null);
  return (
    <>
      <NamedList
        title={texts.sections.tokens}
        about={moreTexts.about}
        actions={me.workspace && <AddButton label={moreTexts.add} onClick={() => setMaking(true)} />}
        items={data}
        error={error}
        empty={moreTexts.empty}
        headings={[
          moreTexts.name,
          moreTexts.begins,
          moreTexts.scope,
          moreTexts.workspace,
          moreTexts.used,
          moreTexts.ends,
        ]}
      >
        {(token) => <TokenRow key={token.id} token={token} />}
      </NamedList>
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
      {createdToken && (
        <SecretOnce
          title={moreTexts.madeTitle}
          help={moreTexts.madeHelp}
          value={createdToken}
          onClose={() => setMade(null)}
        />
      )}
    </>
  );
}

function TokenRow({ token }: { token: Token }) {
  const [asking, setAsking] = useState(false);
  const { id, name, begins, scope, workspace, last_used_at, expires_at, ended } = token;
  return (
    <tr>
      <th scope="row">
        {name}
        {ended && <span className="settings-tag">{moreTexts.ended}</span>}
      </th>
      <td>
        <code>{begins}…</code>
      </td>
      <td>{moreTexts.scopes[scope]}</td>
      <td>{workspace}</td>
      <td>{last_used_at ? formatMoment(last_used_at) : moreTexts.never}</td>
      <td>{expires_at ? formatDate(expires_at) : moreTexts.noEnd}</td>
      <td className="card-tools">
        <ActionIcon aria-label={moreTexts.revoke(name)} onClick={() => setAsking(true)}>
          <IconTrash size={17} stroke={1.6} />
        </ActionIcon>
        {asking && (
          <ConfirmDialog
            title={moreTexts.revokeTitle(name)}
            confirmLabel={moreTexts.revokeDo}
            onConfirm={() => void mutate(() => deleteResource(`/api/me/tokens/${id}`), moreTexts.revoked(name))}
            onClose={() => setAsking(false)}
          >
            {moreTexts.revokeHelp}
          </ConfirmDialog>
        )}
      </td>
    </tr>
  );
}

interface NewTokenProps {
  workspaces: readonly Membership[];
  first: Membership;
  onMade: (token: string) => void;
  onClose: () => void;
}

function NewToken({ workspaces, first, onMade, onClose }: NewTokenProps) {
  const [name, setName] = useState("");
  const [workspace, setWorkspace] = useState(first.id);
  const [scope, setScope] = useState<TokenScope>("read");
  const [days, setDays] = useState("90");
  const role = workspaces.find(({ id }) => id === workspace)?.role ?? "viewer";
  const allowed = (one: TokenScope) => ROLES.indexOf(role) >= ROLES.indexOf(NEEDED[one]);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    await mutate(async () => {
      const body = { name, workspace, scope: allowed(scope) ? scope : "read", days: days ? Number(days) : null };
      onMade((await postJson<MadeToken>("/api/me/tokens", body)).token);
    });
  };
  return (
    <Modal opened onClose={onClose} title={moreTexts.add}>
      <form onSubmit={(event) => void make(event)} className="settings-form">
        <TextInput
          data-autofocus
          label={moreTexts.name}
          description={moreTexts.nameHelp}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={moreTexts.workspace}
          data={workspaces.map(({ id, name: label }) => ({ value: id, label }))}
          value={workspace}
          allowDeselect={false}
          onChange={(next) => next && setWorkspace(next)}
        />
        <Select
          label={moreTexts.scope}
          data={SCOPES.map((one) => ({ value: one, label: moreTexts.scopes[one], disabled: !allowed(one) }))}
          value={allowed(scope) ? scope : "read"}
          allowDeselect={false}
          onChange={(next) => next && setScope(next as TokenScope)}
        />
        <Select
          label={moreTexts.days}
          data={Object.entries(moreTexts.dayChoices).map(([value, label]) => ({ value, label }))}
          value={days}
          allowDeselect={false}
          onChange={(next) => setDays(next ?? "90")}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" disabled={!name.trim()}>
            {moreTexts.make}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
