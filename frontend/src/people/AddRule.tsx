/** A new rule: a group of the identity provider, and what it gives. */

import { Autocomplete, Button, Group, Modal, Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { post } from "../api/client";
import { groups as say } from "../messages/groups";
import { people } from "../messages/people";
import { type GroupsRead, ROLES, type Role } from "./api";
import { act } from "./parts";

/** Stands for the server among the workspaces. */
const SERVER = "";

export function AddRule({ known, onClose }: { known: GroupsRead; onClose: () => void }) {
  const [group, setGroup] = useState("");
  const [workspace, setWorkspace] = useState(known.workspaces[0]?.id ?? SERVER);
  const [role, setRole] = useState<Role>("viewer");
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const body = { group, workspace_id: workspace === SERVER ? null : workspace, role };
    if (await act(() => post("/api/groups/rules", body), say.added)) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={say.add}>
      <form onSubmit={(event) => void add(event)} className="people-form">
        <Autocomplete
          data-autofocus
          label={say.heads.group}
          description={say.groupHelp}
          data={Object.keys(known.seen)}
          maxLength={300}
          value={group}
          onChange={setGroup}
        />
        <Select
          label={say.gives}
          data={[
            ...known.workspaces.map(({ id, name }) => ({ value: id, label: name })),
            { value: SERVER, label: say.ownsServer },
          ]}
          value={workspace}
          allowDeselect={false}
          onChange={(next) => setWorkspace(next ?? SERVER)}
        />
        {workspace !== SERVER && (
          <Select
            label={say.role}
            description={people.rolesHelp[role]}
            data={ROLES.map((one) => ({ value: one, label: people.roles[one] }))}
            value={role}
            allowDeselect={false}
            onChange={(next) => next && setRole(next as Role)}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {people.cancel}
          </Button>
          <Button type="submit" disabled={!group.trim()}>
            {say.addDo}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
