/** What home and the list pages share: the bar with the navigation, and a body that scrolls. */

import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { ActionIcon } from "../actions/ActionIcon";
import { toggleTheme } from "../actions/toggleTheme";
import { inTeam } from "../api/team";
import { text } from "../messages/en";
import { onboarding } from "../messages/onboarding";
import { followHere, usePath } from "../navigation";
import { Logo } from "../panels/Logo";
import { GlobalSearch } from "../search/GlobalSearch";
import "../pages/pages.css";

const AccountMenu = lazy(() => import("../people/AccountMenu"));

const PAGES = [
  ["/", text.nav.designs],
  ["/samples", onboarding.gallery.title],
  ["/datasets", text.nav.datasets],
  ["/runs", text.nav.runs],
  ["/connections", text.nav.connections],
] as const;

export function PageFrame({ title, children }: { title: string; children: ReactNode }) {
  const here = usePath();
  useEffect(() => {
    document.title = `${title}, ${text.app}`;
  }, [title]);
  return (
    <div className="page">
      <header className="page-bar">
        <a href="/" onClick={followHere} className="page-brand">
          <Logo />
          {text.app}
        </a>
        <nav>
          {PAGES.map(([path, name]) => (
            <a key={path} href={path} onClick={followHere} aria-current={path === here ? "page" : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <GlobalSearch />
        <div className="page-tools">
          <ActionIcon action={toggleTheme} />
          <Suspense fallback={null}>{inTeam && <AccountMenu />}</Suspense>
        </div>
      </header>
      <main className="page-body">{children}</main>
    </div>
  );
}
