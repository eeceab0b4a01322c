/** What home and the list pages share: the bar with the navigation, and a body that scrolls. */

import { type ReactNode, Suspense, useEffect, useRef } from "react";
import { openHelpAction } from "../../actions/openHelp";
import { openSettingsAction } from "../../actions/openSettings";
import { toggleThemeAction } from "../../actions/toggleTheme";
import { toUrl } from "../../api/basePath";
import { hasAccounts } from "../../api/currentWorkspace";
import { GlobalSearch } from "../../features/search/GlobalSearch";
import { lazyWithRetry } from "../../lib/lazy";
import { followInPage } from "../../lib/navigation";
import { appTexts } from "../../messages/appTexts";
import { ActionIcon } from "../../ui/actions/ActionIcon";
import { Logo } from "../../ui/Logo";
import { PageNav } from "./PageNav";
import "./pageFrame.css";
import "../../ui/responsiveTable.css";
import "../../ui/pageParts.css";

const Bell = lazyWithRetry(() => import("../../features/notifications/NotificationBell"));
const AccountMenu = lazyWithRetry(() => import("../../features/people/AccountMenu"));

let hasArrived = false;

export function PageFrame({ title, children }: { title: string; children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    // What was pressed to get here went with its page: who reads by keyboard or ear goes on at the head of this one.
    if (hasArrived && document.activeElement === document.body) main.current?.focus({ preventScroll: true });
    hasArrived = true;
  }, []);
  useEffect(() => {
    document.title = `${title}, ${appTexts.app}`;
  }, [title]);
  return (
    <div className="page">
      <header className="page-bar" data-accounts={hasAccounts || undefined}>
        <a href={toUrl("/")} onClick={followInPage} className="page-brand">
          <Logo />
          {appTexts.app}
        </a>
        <PageNav />
        <GlobalSearch />
        <div className="page-tools">
          <div className="page-icons">
            <ActionIcon action={openHelpAction} />
            <ActionIcon action={openSettingsAction} />
            <ActionIcon action={toggleThemeAction} />
            <Suspense fallback={<span className="bell-place" />}>
              <Bell />
            </Suspense>
          </div>
          <Suspense fallback={null}>{hasAccounts && <AccountMenu />}</Suspense>
        </div>
      </header>
      <main className="page-body" tabIndex={-1} ref={main}>
        {children}
      </main>
    </div>
  );
}
