/** A new rule: a group of the identity provider, and what it gives. */

import { Autocomplete, Button, Group, Modal, Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { postJson } from "../../api/client";
import { type GroupsRead, ROLES, type Role } from "../../api/people";
import { groupTexts as texts } from "../../messages/groupTexts";
import { peopleTexts } from "../../messages/peopleTexts";
import { mutate } from "../../ui/SecretOnce";
import "../../ui/settings.css";

/** Stands for the server among the workspaces. */
const SERVER = "";

export function AddRule({ known, onClose }: { known: GroupsRead; onClose: () => void }) {
  const [group, setGroup] = useState("");
  const [workspace, setWorkspace] = useState(known.workspaces[0]?.id ?? SERVER);
  const [role, setRole] = useState<Role>("viewer");
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const body = { group, workspace_id: workspace === SERVER ? null : workspace, role };
    if (await mutate(() => postJson("/api/groups/rules", body), texts.added)) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={texts.add}>
      <form onSubmit={(event) => void add(event)} className="settings-form">
        <Autocomplete
          data-autofocus
          label={texts.heads.group}
          description={texts.groupHelp}
          data={Object.keys(known.seen)}
          maxLength={300}
          value={group}
          onChange={setGroup}
        />
        <Select
          label={texts.gives}
          data={[
            ...known.workspaces.map(({ id, name }) => ({ value: id, label: name })),
            { value: SERVER, label: texts.ownsServer },
          ]}
          value={workspace}
          allowDeselect={false}
          onChange={(next) => setWorkspace(next ?? SERVER)}
        />
        {workspace !== SERVER && (
          <Select
            label={texts.role}
            description={peopleTexts.rolesHelp[role]}
            data={ROLES.map((one) => ({ value: one, label: peopleTexts.roles[one] }))}
            value={role}
            allowDeselect={false}
            onChange={(next) => next && setRole(next as Role)}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {peopleTexts.cancel}
          </Button>
          <Button type="submit" disabled={!group.trim()}>
            {texts.addDo}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
