/** The members of the workspace: their roles, open invitations, and the ways to add, remove and leave. */

import { ActionIcon, Button, Select } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { urlOf } from "../api/base";
import { patch, post, remove } from "../api/client";
import { CardTable } from "../components/CardTable";
import { Sure } from "../components/Sure";
import { people as say } from "../messages/people";
import { moment } from "../views/format";
import { AddMember } from "./AddMember";
import {
  day,
  type Me,
  type Member,
  type Membership,
  ROLES,
  type Role,
  refresh,
  useInvitations,
  useMembers,
} from "./api";
import { act, Shown } from "./parts";

export function Members({ me }: { me: Me }) {
  if (!me.workspace) return <p className="page-message">{say.menu.noWorkspace}</p>;
  return <MembersOf me={me} workspace={me.workspace} />;
}

function MembersOf({ me, workspace }: { me: Me; workspace: Membership }) {
  const owner = workspace.role === "owner";
  const { data, error } = useMembers(workspace.id);
  const [adding, setAdding] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  return (
    <>
      <header className="page-head">
        <h1>{workspace.name}</h1>
        {owner && (
          <div className="page-actions">
            <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setAdding(true)}>
              {say.members.add}
            </Button>
          </div>
        )}
      </header>
      <p className="people-about">{say.members.about(workspace.name)}</p>
      {error && <p className="page-message">{error.message}</p>}
      {data && (
        <CardTable tools heads={[say.members.name, say.members.login, say.members.role, say.members.since]}>
          {data.map((member) => (
            <Row key={member.id} member={member} me={me} workspace={workspace} />
          ))}
        </CardTable>
      )}
      {owner && <Invitations workspace={workspace.id} />}
      {adding && (
        <AddMember
          workspace={workspace.id}
          onLink={(made) => {
            setAdding(false);
            setLink(made);
            void refresh();
          }}
          onClose={() => setAdding(false)}
        />
      )}
      {link && (
        <Shown title={say.adding.linkTitle} help={say.adding.linkHelp} value={link} onClose={() => setLink(null)} />
      )}
    </>
  );
}

function Row({ member, me, workspace }: { member: Member; me: Me; workspace: Membership }) {
  const [leaving, setLeaving] = useState(false);
  const mine = member.id === me.id;
  const owner = workspace.role === "owner";
  const path = `/api/workspaces/${workspace.id}/members/${member.id}`;
  const change = (role: Role) => act(() => patch(path, { role }), say.members.changed(member.name, role));
  const leave = async () => {
    if (await act(() => post(`/api/workspaces/${workspace.id}/leave`))) location.assign(urlOf("/"));
  };
  return (
    <tr>
      <th scope="row">
        {member.name}
        {mine && <span className="people-tag">{say.members.you}</span>}
        {member.disabled && <span className="people-tag">{say.members.disabled}</span>}
        {member.group_role && (
          <span className="people-tag" title={say.members.byGroupsHelp(member.group_role)}>
            {say.members.byGroups}
          </span>
        )}
      </th>
      <td>{member.login}</td>
      <td>
        {owner ? (
          <Select
            size="xs"
            w={118}
            aria-label={say.members.roleOf(member.name)}
            data={rolesFor(member)}
            value={member.role}
            allowDeselect={false}
            onChange={(role) => role && void change(role as Role)}
          />
        ) : (
          say.roles[member.role]
        )}
      </td>
      <td>{moment(member.since)}</td>
      <td className="card-tools">
        {mine ? (
          <Button size="xs" variant="default" onClick={() => setLeaving(true)}>
            {say.members.leaveDo}
          </Button>
        ) : (
          owner && (
            <ActionIcon aria-label={say.members.remove(member.name)} onClick={() => setLeaving(true)}>
              <IconX size={17} stroke={1.6} />
            </ActionIcon>
          )
        )}
        {leaving && (
          <Sure
            title={mine ? say.members.leaveTitle(workspace.name) : say.members.removeTitle(member.name)}
            yes={mine ? say.members.leaveDo : say.members.removeDo}
            onYes={() => void (mine ? leave() : act(() => remove(path), say.members.removed(member.name)))}
            onClose={() => setLeaving(false)}
          >
            {mine ? say.members.leaveHelp : say.members.removeHelp}
            {member.group_role && !mine && say.members.comesBack}
          </Sure>
        )}
      </td>
    </tr>
  );
}

/** No hand gives less than groups do. */
const rolesFor = ({ group_role: least }: Member) =>
  ROLES.map((role) => ({
    value: role,
    label: say.roles[role],
    disabled: least !== null && ROLES.indexOf(role) < ROLES.indexOf(least),
  }));

function Invitations({ workspace }: { workspace: string }) {
  const { data } = useInvitations(workspace, true);
  if (!data?.length) return null;
  return (
    <section className="people-part">
      <h2>{say.invitations.title}</h2>
      <CardTable tools heads={[say.invitations.for, say.members.role, say.invitations.by, say.invitations.ends]}>
        {data.map(({ id, note, role, by, expires_at }) => (
          <tr key={id}>
            <th scope="row">{note || <em>{say.invitations.nobody}</em>}</th>
            <td>{say.roles[role]}</td>
            <td>{by}</td>
            <td>{day(expires_at)}</td>
            <td className="card-tools">
              <Button
                size="xs"
                variant="default"
                onClick={() =>
                  void act(() => remove(`/api/workspaces/${workspace}/invitations/${id}`), say.invitations.withdrawn)
                }
              >
                {say.invitations.withdraw}
              </Button>
            </td>
          </tr>
        ))}
      </CardTable>
    </section>
  );
}
