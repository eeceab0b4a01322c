/** What home and the list pages share: the bar with the navigation, and a body that scrolls. */

import { type ReactNode, Suspense, useEffect, useRef } from "react";
import { ActionIcon } from "../actions/ActionIcon";
import { toggleTheme } from "../actions/toggleTheme";
import { urlOf } from "../api/base";
import { inTeam } from "../api/team";
import { later } from "../later";
import { text } from "../messages/en";
import { followHere } from "../navigation";
import { Logo } from "../panels/Logo";
import { GlobalSearch } from "../search/GlobalSearch";
import { PageNav } from "./PageNav";
import "./pageFrame.css";
import "./pageTable.css";

const Bell = later(() => import("../notifications/Bell"));
const AccountMenu = later(() => import("../people/AccountMenu"));

let arrived = false;

export function PageFrame({ title, children }: { title: string; children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    // What was pressed to get here went with its page: who reads by keyboard or ear goes on at the head of this one.
    if (arrived && document.activeElement === document.body) main.current?.focus({ preventScroll: true });
    arrived = true;
  }, []);
  useEffect(() => {
    document.title = `${title}, ${text.app}`;
  }, [title]);
  return (
    <div className="page">
      <header className="page-bar">
        <a href={urlOf("/")} onClick={followHere} className="page-brand">
          <Logo />
          {text.app}
        </a>
        <PageNav />
        <GlobalSearch />
        <div className="page-tools">
          <ActionIcon action={toggleTheme} />
          <Suspense fallback={<span className="bell-place" />}>
            <Bell />
          </Suspense>
          <Suspense fallback={null}>{inTeam && <AccountMenu />}</Suspense>
        </div>
      </header>
      <main className="page-body" tabIndex={-1} ref={main}>
        {children}
      </main>
    </div>
  );
}
