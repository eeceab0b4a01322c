/** The pages of the app, the one that is shown marked: in the bar, on a phone at the foot of the page. */

import { type Icon, IconDatabase, IconHistory, IconNotebook, IconPhoto, IconPlugConnected } from "@tabler/icons-react";
import { toUrl } from "../../api/basePath";
import { followInPage, usePath } from "../../lib/navigation";
import { appTexts } from "../../messages/appTexts";
import { onboardingTexts } from "../../messages/onboardingTexts";
import "../../ui/phoneBar.css";

const PAGES: readonly (readonly [path: string, name: string, Icon: Icon])[] = [
  ["/", appTexts.nav.designs, IconNotebook],
  ["/samples", onboardingTexts.gallery.title, IconPhoto],
  ["/datasets", appTexts.nav.datasets, IconDatabase],
  ["/runs", appTexts.nav.runs, IconHistory],
  ["/connections", appTexts.nav.connections, IconPlugConnected],
];

export function PageNav() {
  const currentPath = usePath();
  return (
    <nav className="page-nav phone-bar" aria-label={appTexts.nav.pages}>
      {PAGES.map(([path, name, Icon]) => (
        <a
          key={path}
          href={toUrl(path)}
          onClick={followInPage}
          aria-current={path === currentPath ? "page" : undefined}
        >
          <Icon size={20} stroke={1.6} aria-hidden="true" />
          {name}
        </a>
      ))}
    </nav>
  );
}
