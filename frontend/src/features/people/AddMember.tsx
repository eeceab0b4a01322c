/** Makes somebody a member: a link for who has no account yet, or the name of one who has. */

import { Button, Group, Modal, Radio, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { postJson } from "../../api/client";
import { buildInvitationUrl, type MadeInvitation, type Member, ROLES, type Role } from "../../api/people";
import { peopleTexts as texts } from "../../messages/peopleTexts";
import { mutate } from "../../ui/SecretOnce";
import { SegmentedSwitch } from "../../ui/Segments";
import "../../ui/settings.css";

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
      await mutate(async () => {
        const invitation = await postJson<MadeInvitation>(`/api/workspaces/${workspace}/invitations`, {
          role,
          note: text,
        });
        onLink(buildInvitationUrl(invitation.token));
      });
    } else if (
      await mutate(
        () => postJson<Member>(`/api/workspaces/${workspace}/members`, { role, login: text }),
        texts.adding.added(text),
      )
    ) {
      onClose();
    }
  };
  return (
    <Modal opened onClose={onClose} title={texts.adding.title}>
      <form onSubmit={(event) => void add(event)} className="settings-form">
        <SegmentedSwitch
          fullWidth
          aria-label={texts.adding.title}
          data={[
            { value: "invite", label: texts.adding.invite },
            { value: "existing", label: texts.adding.existing },
          ]}
          value={how}
          onChange={(next) => setHow(next as typeof how)}
        />
        <TextInput
          data-autofocus
          label={invite ? texts.adding.noteLabel : texts.adding.loginLabel}
          description={invite ? texts.adding.noteHelp : texts.adding.loginHelp}
          maxLength={100}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Radio.Group label={texts.adding.role} value={role} onChange={(next) => setRole(next as Role)}>
          <div className="settings-choices">
            {ROLES.map((one) => (
              <Radio key={one} value={one} label={texts.roles[one]} description={texts.rolesHelp[one]} />
            ))}
          </div>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" disabled={!invite && !text.trim()}>
            {invite ? texts.adding.make : texts.adding.add}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
