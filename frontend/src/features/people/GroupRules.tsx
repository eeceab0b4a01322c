/** What groups of the identity provider give, for owners of the server, and who would have what. */

import { ActionIcon, Alert, Anchor, Button, Select } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { deleteResource, patchJson, postJson } from "../../api/client";
import { type GroupRule, ROLES, useGroups } from "../../api/people";
import { groupTexts as texts } from "../../messages/groupTexts";
import { peopleTexts } from "../../messages/peopleTexts";
import { ConfirmDialog } from "../../ui/ConfirmButton";
import { ResponsiveTable } from "../../ui/ResponsiveTable";
import { mutate } from "../../ui/SecretOnce";
import { AddRule } from "./AddRule";
import { GroupsPreview } from "./GroupsPreview";
import "../../ui/settings.css";
import "./people.css";

export function GroupRules() {
  const { data, error } = useGroups();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <header className="page-head">
        <h1>{peopleTexts.sections.groups}</h1>
        {data?.provider && (
          <div className="page-actions">
            <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setAdding(true)}>
              {texts.add}
            </Button>
          </div>
        )}
      </header>
      {error && <p className="page-message">{error.message}</p>}
      {data && !data.provider && <p className="settings-about">{texts.none}</p>}
      {data?.provider && (
        <p className="settings-about">
          {texts.about(data.provider, data.claim)} {data.required && texts.required}
        </p>
      )}
      {data?.error && (
        <Alert color="red" title={texts.unreadable} mt="md">
          {data.error}
        </Alert>
      )}
      {data?.provider && data.rules.length === 0 && <p className="page-message">{texts.empty}</p>}
      {data && data.rules.length > 0 && (
        <ResponsiveTable hasTools headings={[texts.heads.group, texts.heads.gives, texts.heads.accounts]}>
          {data.rules.map((rule) => (
            <GroupRuleRow key={rule.id ?? `${rule.group} ${rule.workspace}`} rule={rule} />
          ))}
        </ResponsiveTable>
      )}
      {data && data.rules.length > 0 && <GroupsPreview />}
      {data && adding && <AddRule known={data} onClose={() => setAdding(false)} />}
    </>
  );
}

function GroupRuleRow({ rule }: { rule: GroupRule }) {
  const [asking, setAsking] = useState(false);
  const { id, group, accounts, state } = rule;
  return (
    <tr>
      <th scope="row">
        {group}
        {id === null && (
          <span className="settings-tag" title={texts.fileHelp}>
            {texts.file}
          </span>
        )}
      </th>
      <td>
        <div className="settings-cell">
          <GroupRuleEffect rule={rule} />
          {state === "missing" && <MissingGroup name={rule.workspace} />}
          {state === "ambiguous" && <p className="settings-mark">{texts.ambiguous}</p>}
        </div>
      </td>
      <td>{texts.seen(accounts)}</td>
      <td className="card-tools">
        {id !== null && (
          <ActionIcon aria-label={texts.remove(group)} onClick={() => setAsking(true)}>
            <IconX size={17} stroke={1.6} />
          </ActionIcon>
        )}
        {asking && (
          <ConfirmDialog
            title={texts.removeTitle(group)}
            confirmLabel={texts.removeDo}
            onConfirm={() => void mutate(() => deleteResource(`/api/groups/rules/${id}`), texts.removed)}
            onClose={() => setAsking(false)}
          >
            {texts.removeHelp}
          </ConfirmDialog>
        )}
      </td>
    </tr>
  );
}

function GroupRuleEffect({ rule: { id, group, workspace, role, owns_server: server } }: { rule: GroupRule }) {
  if (server || role === null) return texts.ownsServer;
  if (id === null) return `${workspace}: ${peopleTexts.roles[role]}`;
  return (
    <span className="people-gives">
      {workspace}
      <Select
        size="xs"
        w={118}
        aria-label={texts.roleOf(group, workspace)}
        data={ROLES.map((one) => ({ value: one, label: peopleTexts.roles[one] }))}
        value={role}
        allowDeselect={false}
        onChange={(next) =>
          next && void mutate(() => patchJson(`/api/groups/rules/${id}`, { role: next }), texts.changed)
        }
      />
    </span>
  );
}

function MissingGroup({ name }: { name: string }) {
  return (
    <p className="settings-mark">
      {texts.missing}{" "}
      <Anchor
        component="button"
        type="button"
        onClick={() => void mutate(() => postJson("/api/workspaces", { name }), texts.made(name))}
      >
        {texts.make}
      </Anchor>
    </p>
  );
}
