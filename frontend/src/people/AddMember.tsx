/** Makes somebody a member: a link for who has no account yet, or the name of one who has. */

import { Button, Group, Modal, Radio, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { post } from "../api/client";
import { Segments } from "../components/Segments";
import { people as say } from "../messages/people";
import { joinAddress, type MadeInvitation, type Member, ROLES, type Role } from "./api";
import { act } from "./parts";

interface Props {
  workspace: string;
  onLink: (link: string) => void;
  onClose: () => void;
}

export function AddMember({ workspace, onLink, onClose }: Props) {
  const [how, setHow] = useState<"invite" | "existing">("invite");
  const [text, setText] = useState("");
  const [role, setRole] = useState<Role>("editor");
  const invite = how === "invite";
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (invite) {
      await act(async () => {
        const made = await post<MadeInvitation>(`/api/workspaces/${workspace}/invitations`, { role, note: text });
        onLink(joinAddress(made.token));
      });
    } else if (
      await act(
        () => post<Member>(`/api/workspaces/${workspace}/members`, { role, login: text }),
        say.adding.added(text),
      )
    ) {
      onClose();
    }
  };
  return (
    <Modal opened onClose={onClose} title={say.adding.title}>
      <form onSubmit={(event) => void add(event)} className="people-form">
        <Segments
          fullWidth
          aria-label={say.adding.title}
          data={[
            { value: "invite", label: say.adding.invite },
            { value: "existing", label: say.adding.existing },
          ]}
          value={how}
          onChange={(next) => setHow(next as typeof how)}
        />
        <TextInput
          data-autofocus
          label={invite ? say.adding.noteLabel : say.adding.loginLabel}
          description={invite ? say.adding.noteHelp : say.adding.loginHelp}
          maxLength={100}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Radio.Group label={say.adding.role} value={role} onChange={(next) => setRole(next as Role)}>
          <div className="people-choices">
            {ROLES.map((one) => (
              <Radio key={one} value={one} label={say.roles[one]} description={say.rolesHelp[one]} />
            ))}
          </div>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say.cancel}
          </Button>
          <Button type="submit" disabled={!invite && !text.trim()}>
            {invite ? say.adding.make : say.adding.add}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
