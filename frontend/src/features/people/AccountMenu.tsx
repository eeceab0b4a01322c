/** Who is signed in, and in which workspace: the menu at the end of the top bar of a server with accounts. */

import { Menu } from "@mantine/core";
import { IconCheck, IconKey, IconLogout, IconPlus, IconShield, IconUser, IconUsers } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import { toUrl } from "../../api/basePath";
import { postJson } from "../../api/client";
import { type Me, useMe } from "../../api/people";
import { lazyWithRetry } from "../../lib/lazy";
import { navigate } from "../../lib/navigation";
import { notifyFailure } from "../../lib/toasts";
import { peopleTexts as texts } from "../../messages/peopleTexts";
import "./accountMenu.css";

const NewWorkspace = lazyWithRetry(() => import("./NewWorkspace"));

const GLYPH = { size: 16, stroke: 1.6 };

export default function AccountMenu() {
  const { data: me } = useMe();
  const [making, setMaking] = useState(false);
  if (!me) return <span className="account-badge" />;
  return (
    <>
      <Menu position="bottom-end" width={264}>
        <Menu.Target>
          <button type="button" className="account-badge" aria-label={texts.menu.label(me.name)} title={me.name}>
            {getInitials(me.name)}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <div className="account-who">
            <strong>{me.name}</strong>
            <span>{me.login}</span>
          </div>
          <WorkspaceMenuItems me={me} onNew={() => setMaking(true)} />
          <Menu.Divider />
          <Menu.Item leftSection={<IconUsers {...GLYPH} />} onClick={() => navigate("/people/members")}>
            {texts.menu.members}
          </Menu.Item>
          <Menu.Item leftSection={<IconUser {...GLYPH} />} onClick={() => navigate("/people/account")}>
            {texts.menu.account}
          </Menu.Item>
          <Menu.Item leftSection={<IconKey {...GLYPH} />} onClick={() => navigate("/people/tokens")}>
            {texts.menu.tokens}
          </Menu.Item>
          {me.owns_server && (
            <Menu.Item leftSection={<IconShield {...GLYPH} />} onClick={() => navigate("/people/accounts")}>
              {texts.menu.server}
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout {...GLYPH} />} onClick={() => void signOut()}>
            {texts.menu.signOut}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>{making && <NewWorkspace onClose={() => setMaking(false)} />}</Suspense>
    </>
  );
}

function WorkspaceMenuItems({ me, onNew }: { me: Me; onNew: () => void }) {
  return (
    <>
      <Menu.Label>{texts.menu.workspaces}</Menu.Label>
      {me.workspaces.map(({ id, name, role }) => (
        <Menu.Item
          key={id}
          leftSection={id === me.workspace?.id ? <IconCheck {...GLYPH} /> : <span className="account-unchosen" />}
          rightSection={<span className="account-role">{texts.roles[role]}</span>}
          onClick={() => void switchWorkspace(id)}
        >
          {name}
        </Menu.Item>
      ))}
      <Menu.Item leftSection={<IconPlus {...GLYPH} />} onClick={onNew}>
        {texts.menu.newWorkspace}
      </Menu.Item>
    </>
  );
}

/** The page is read anew: nothing of one workspace is left in sight in another. */
export async function switchWorkspace(workspace: string): Promise<void> {
  try {
    await postJson("/api/me/workspace", { workspace });
    location.assign(toUrl("/"));
  } catch (error) {
    notifyFailure(error);
  }
}

async function signOut(): Promise<void> {
  try {
    await postJson("/api/me/logout");
    location.assign(toUrl("/login"));
  } catch (error) {
    notifyFailure(error);
  }
}

export function getInitials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toLocaleUpperCase();
}
