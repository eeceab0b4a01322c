/** People: who works in this workspace, one's own account, and for owners of the server all accounts and the audit log. */

import type { ComponentType } from "react";
import { toUrl } from "../api/basePath";
import { type Me, useMe } from "../api/people";
import { WorkspaceHooks } from "../features/notifications/WorkspaceHooks";
import { AccountList } from "../features/people/AccountList";
import { AccountSettings } from "../features/people/AccountSettings";
import { AuditLog } from "../features/people/AuditLog";
import { GroupRules } from "../features/people/GroupRules";
import { MemberList } from "../features/people/MemberList";
import { TokenList } from "../features/people/TokenList";
import { WorkspaceList } from "../features/people/WorkspaceList";
import { WorkspaceUsagePage } from "../features/people/WorkspaceUsage";
import { followInPage } from "../lib/navigation";
import { appTexts } from "../messages/appTexts";
import { peopleTexts as texts } from "../messages/peopleTexts";
import { PageFrame } from "./frame/PageFrame";
import "./peoplePage.css";

type PeopleSection = keyof typeof texts.sections;

const SECTION_SCREENS: Record<PeopleSection, ComponentType<{ me: Me }>> = {
  members: MemberList,
  usage: WorkspaceUsagePage,
  hooks: WorkspaceHooks,
  account: AccountSettings,
  tokens: TokenList,
  accounts: AccountList,
  workspaces: WorkspaceList,
  groups: GroupRules,
  audit: AuditLog,
};
const SECTION_GROUPS: readonly { name: string; sections: readonly PeopleSection[]; server?: boolean }[] = [
  { name: texts.groups.workspace, sections: ["members", "usage", "hooks"] },
  { name: texts.groups.yours, sections: ["account", "tokens"] },
  { name: texts.groups.server, sections: ["accounts", "workspaces", "groups", "audit"], server: true },
];

export default function PeoplePage({ section = "members" }: { section?: string }) {
  const { data: me, error } = useMe();
  const current = section in SECTION_SCREENS ? (section as PeopleSection) : "members";
  const Screen = SECTION_SCREENS[current];
  return (
    <PageFrame title={texts.sections[current]}>
      <div className="people">
        <nav aria-label={texts.title} className="people-nav">
          {SECTION_GROUPS.filter(({ server }) => !server || me?.owns_server).map(({ name, sections }) => (
            <div key={name}>
              <h2>{name}</h2>
              {sections.map((one) => (
                <a
                  key={one}
                  href={toUrl(`/people/${one}`)}
                  onClick={followInPage}
                  aria-current={one === current ? "page" : undefined}
                >
                  {texts.sections[one]}
                </a>
              ))}
            </div>
          ))}
        </nav>
        <div className="people-screen">
          {error && <p className="page-message">{error.message}</p>}
          {me ? <Screen key={current} me={me} /> : !error && <p className="page-message">{appTexts.loading}</p>}
        </div>
      </div>
    </PageFrame>
  );
}
