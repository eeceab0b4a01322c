/** The members of the workspace: their roles, open invitations, and the ways to add, remove and leave. */

import { ActionIcon, Button, Select } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { toUrl } from "../../api/basePath";
import { deleteResource, patchJson, postJson } from "../../api/client";
import {
  formatDate,
  type Me,
  type Member,
  type Membership,
  ROLES,
  type Role,
  refreshPeople,
  useInvitations,
  useMembers,
} from "../../api/people";
import { formatMoment } from "../../lib/format";
import { peopleTexts as texts } from "../../messages/peopleTexts";
import { ConfirmDialog } from "../../ui/ConfirmButton";
import { AddButton, NamedList } from "../../ui/NamedList";
import { ResponsiveTable } from "../../ui/ResponsiveTable";
import { mutate, SecretOnce } from "../../ui/SecretOnce";
import { AddMember } from "./AddMember";
import "../../ui/settings.css";

export function MemberList({ me }: { me: Me }) {
  if (!me.workspace) return <p className="page-message">{texts.menu.noWorkspace}</p>;
  return <WorkspaceMembers me={me} workspace={me.workspace} />;
}

function WorkspaceMembers({ me, workspace }: { me: Me; workspace: Membership }) {
  const owner = workspace.role === "owner";
  const { data, error } = useMembers(workspace.id);
  const [adding, setAdding] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  return (
    <>
      <NamedList
        title={workspace.name}
        about={texts.members.about(workspace.name)}
        actions={owner && <AddButton label={texts.members.add} onClick={() => setAdding(true)} />}
        items={data}
        error={error}
        headings={[texts.members.name, texts.members.login, texts.members.role, texts.members.since]}
      >
        {(member) => <MemberRow key={member.id} member={member} me={me} workspace={workspace} />}
      </NamedList>
      {owner && <InvitationList workspace={workspace.id} />}
      {adding && (
        <AddMember
          workspace={workspace.id}
          onLink={(invitation) => {
            setAdding(false);
            setLink(invitation);
            void refreshPeople();
          }}
          onClose={() => setAdding(false)}
        />
      )}
      {link && (
        <SecretOnce
          title={texts.adding.linkTitle}
          help={texts.adding.linkHelp}
          value={link}
          onClose={() => setLink(null)}
        />
      )}
    </>
  );
}

function MemberRow({ member, me, workspace }: { member: Member; me: Me; workspace: Membership }) {
  const [leaving, setLeaving] = useState(false);
  const mine = member.id === me.id;
  const owner = workspace.role === "owner";
  const path = `/api/workspaces/${workspace.id}/members/${member.id}`;
  const change = (role: Role) => mutate(() => patchJson(path, { role }), texts.members.changed(member.name, role));
  const leave = async () => {
    if (await mutate(() => postJson(`/api/workspaces/${workspace.id}/leave`))) location.assign(toUrl("/"));
  };
  return (
    <tr>
      <th scope="row">
        {member.name}
        {mine && <span className="settings-tag">{texts.members.you}</span>}
        {member.disabled && <span className="settings-tag">{texts.members.disabled}</span>}
        {member.group_role && (
          <span className="settings-tag" title={texts.members.byGroupsHelp(member.group_role)}>
            {texts.members.byGroups}
          </span>
        )}
      </th>
      <td>{member.login}</td>
      <td>
        {owner ? (
          <Select
            size="xs"
            w={118}
            aria-label={texts.members.roleOf(member.name)}
            data={listRolesFrom(member)}
            value={member.role}
            allowDeselect={false}
            onChange={(role) => role && void change(role as Role)}
          />
        ) : (
          texts.roles[member.role]
        )}
      </td>
      <td>{formatMoment(member.since)}</td>
      <td className="card-tools">
        {mine ? (
          <Button size="xs" variant="default" onClick={() => setLeaving(true)}>
            {texts.members.leaveDo}
          </Button>
        ) : (
          owner && (
            <ActionIcon aria-label={texts.members.remove(member.name)} onClick={() => setLeaving(true)}>
              <IconX size={17} stroke={1.6} />
            </ActionIcon>
          )
        )}
        {leaving && (
          <ConfirmDialog
            title={mine ? texts.members.leaveTitle(workspace.name) : texts.members.removeTitle(member.name)}
            confirmLabel={mine ? texts.members.leaveDo : texts.members.removeDo}
            onConfirm={() =>
              void (mine ? leave() : mutate(() => deleteResource(path), texts.members.removed(member.name)))
            }
            onClose={() => setLeaving(false)}
          >
            {mine ? texts.members.leaveHelp : texts.members.removeHelp}
            {member.group_role && !mine && texts.members.comesBack}
          </ConfirmDialog>
        )}
      </td>
    </tr>
  );
}

/** No hand gives less than groups do. */
const listRolesFrom = ({ group_role: least }: Member) =>
  ROLES.map((role) => ({
    value: role,
    label: texts.roles[role],
    disabled: least !== null && ROLES.indexOf(role) < ROLES.indexOf(least),
  }));

function InvitationList({ workspace }: { workspace: string }) {
  const { data } = useInvitations(workspace, true);
  if (!data?.length) return null;
  return (
    <section className="settings-part">
      <h2>{texts.invitations.title}</h2>
      <ResponsiveTable
        hasTools
        headings={[texts.invitations.for, texts.members.role, texts.invitations.by, texts.invitations.ends]}
      >
        {data.map(({ id, note, role, by, expires_at }) => (
          <tr key={id}>
            <th scope="row">{note || <em>{texts.invitations.nobody}</em>}</th>
            <td>{texts.roles[role]}</td>
            <td>{by}</td>
            <td>{formatDate(expires_at)}</td>
            <td className="card-tools">
              <Button
                size="xs"
                variant="default"
                onClick={() =>
                  void mutate(
                    () => deleteResource(`/api/workspaces/${workspace}/invitations/${id}`),
                    texts.invitations.withdrawn,
                  )
                }
              >
                {texts.invitations.withdraw}
              </Button>
            </td>
          </tr>
        ))}
      </ResponsiveTable>
    </section>
  );
}
