/** What groups of the identity provider give, for owners of the server, and who would have what. */

import { ActionIcon, Alert, Anchor, Button, Select } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { patch, post, remove } from "../api/client";
import { CardTable } from "../components/CardTable";
import { Sure } from "../components/Sure";
import { groups as say } from "../messages/groups";
import { people } from "../messages/people";
import { AddRule } from "./AddRule";
import { type GroupRule, ROLES, useGroups } from "./api";
import { GroupsPreview } from "./GroupsPreview";
import { act } from "./parts";

export function Groups() {
  const { data, error } = useGroups();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <header className="page-head">
        <h1>{people.sections.groups}</h1>
        {data?.provider && (
          <div className="page-actions">
            <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setAdding(true)}>
              {say.add}
            </Button>
          </div>
        )}
      </header>
      {error && <p className="page-message">{error.message}</p>}
      {data && !data.provider && <p className="people-about">{say.none}</p>}
      {data?.provider && (
        <p className="people-about">
          {say.about(data.provider, data.claim)} {data.required && say.required}
        </p>
      )}
      {data?.error && (
        <Alert color="red" title={say.unreadable} mt="md">
          {data.error}
        </Alert>
      )}
      {data?.provider && data.rules.length === 0 && <p className="page-message">{say.empty}</p>}
      {data && data.rules.length > 0 && (
        <CardTable tools heads={[say.heads.group, say.heads.gives, say.heads.accounts]}>
          {data.rules.map((rule) => (
            <Row key={rule.id ?? `${rule.group} ${rule.workspace}`} rule={rule} />
          ))}
        </CardTable>
      )}
      {data && data.rules.length > 0 && <GroupsPreview />}
      {data && adding && <AddRule known={data} onClose={() => setAdding(false)} />}
    </>
  );
}

function Row({ rule }: { rule: GroupRule }) {
  const [asking, setAsking] = useState(false);
  const { id, group, accounts, state } = rule;
  return (
    <tr>
      <th scope="row">
        {group}
        {id === null && (
          <span className="people-tag" title={say.fileHelp}>
            {say.file}
          </span>
        )}
      </th>
      <td>
        <div className="people-cell">
          <Gives rule={rule} />
          {state === "missing" && <Missing name={rule.workspace} />}
          {state === "ambiguous" && <p className="people-mark">{say.ambiguous}</p>}
        </div>
      </td>
      <td>{say.seen(accounts)}</td>
      <td className="card-tools">
        {id !== null && (
          <ActionIcon aria-label={say.remove(group)} onClick={() => setAsking(true)}>
            <IconX size={17} stroke={1.6} />
          </ActionIcon>
        )}
        {asking && (
          <Sure
            title={say.removeTitle(group)}
            yes={say.removeDo}
            onYes={() => void act(() => remove(`/api/groups/rules/${id}`), say.removed)}
            onClose={() => setAsking(false)}
          >
            {say.removeHelp}
          </Sure>
        )}
      </td>
    </tr>
  );
}

function Gives({ rule: { id, group, workspace, role, owns_server: server } }: { rule: GroupRule }) {
  if (server || role === null) return say.ownsServer;
  if (id === null) return `${workspace}: ${people.roles[role]}`;
  return (
    <span className="people-gives">
      {workspace}
      <Select
        size="xs"
        w={118}
        aria-label={say.roleOf(group, workspace)}
        data={ROLES.map((one) => ({ value: one, label: people.roles[one] }))}
        value={role}
        allowDeselect={false}
        onChange={(next) => next && void act(() => patch(`/api/groups/rules/${id}`, { role: next }), say.changed)}
      />
    </span>
  );
}

function Missing({ name }: { name: string }) {
  return (
    <p className="people-mark">
      {say.missing}{" "}
      <Anchor
        component="button"
        type="button"
        onClick={() => void act(() => post("/api/workspaces", { name }), say.made(name))}
      >
        {say.make}
      </Anchor>
    </p>
  );
}
