/** People: who works in this workspace, one's own account, and for owners of the server all accounts and the audit log. */

import type { ComponentType } from "react";
import { urlOf } from "../api/base";
import { PageFrame } from "../components/PageFrame";
import { text } from "../messages/en";
import { people as say } from "../messages/people";
import { followHere } from "../navigation";
import { Account } from "./Account";
import { Accounts } from "./Accounts";
import { Audit } from "./Audit";
import { type Me, useMe } from "./api";
import { Groups } from "./Groups";
import { Members } from "./Members";
import { Tokens } from "./Tokens";
import { Usage } from "./Usage";
import { WorkspaceHooks } from "./WorkspaceHooks";
import { Workspaces } from "./Workspaces";
import "./people.css";

type Section = keyof typeof say.sections;

const SCREENS: Record<Section, ComponentType<{ me: Me }>> = {
  members: Members,
  usage: Usage,
  hooks: WorkspaceHooks,
  account: Account,
  tokens: Tokens,
  accounts: Accounts,
  workspaces: Workspaces,
  groups: Groups,
  audit: Audit,
};
const GROUPS: readonly { name: string; sections: readonly Section[]; server?: boolean }[] = [
  { name: say.groups.workspace, sections: ["members", "usage", "hooks"] },
  { name: say.groups.yours, sections: ["account", "tokens"] },
  { name: say.groups.server, sections: ["accounts", "workspaces", "groups", "audit"], server: true },
];

export default function PeoplePage({ section = "members" }: { section?: string }) {
  const { data: me, error } = useMe();
  const here = section in SCREENS ? (section as Section) : "members";
  const Screen = SCREENS[here];
  return (
    <PageFrame title={say.sections[here]}>
      <div className="people">
        <nav aria-label={say.title} className="people-nav">
          {GROUPS.filter(({ server }) => !server || me?.owns_server).map(({ name, sections }) => (
            <div key={name}>
              <h2>{name}</h2>
              {sections.map((one) => (
                <a
                  key={one}
                  href={urlOf(`/people/${one}`)}
                  onClick={followHere}
                  aria-current={one === here ? "page" : undefined}
                >
                  {say.sections[one]}
                </a>
              ))}
            </div>
          ))}
        </nav>
        <div className="people-screen">
          {error && <p className="page-message">{error.message}</p>}
          {me ? <Screen key={here} me={me} /> : !error && <p className="page-message">{text.loading}</p>}
        </div>
      </div>
    </PageFrame>
  );
}
