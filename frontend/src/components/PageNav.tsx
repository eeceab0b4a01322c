/** The pages of the app, the one that is shown marked: in the bar, on a phone at the foot of the page. */

import { type Icon, IconDatabase, IconHistory, IconNotebook, IconPhoto, IconPlugConnected } from "@tabler/icons-react";
import { urlOf } from "../api/base";
import { text } from "../messages/en";
import { onboarding } from "../messages/onboarding";
import { followHere, usePath } from "../navigation";
import "../panels/phoneBar.css";

const PAGES: readonly (readonly [path: string, name: string, Icon: Icon])[] = [
  ["/", text.nav.designs, IconNotebook],
  ["/samples", onboarding.gallery.title, IconPhoto],
  ["/datasets", text.nav.datasets, IconDatabase],
  ["/runs", text.nav.runs, IconHistory],
  ["/connections", text.nav.connections, IconPlugConnected],
];

export function PageNav() {
  const here = usePath();
  return (
    <nav className="page-nav phone-bar" aria-label={text.nav.pages}>
      {PAGES.map(([path, name, Icon]) => (
        <a key={path} href={urlOf(path)} onClick={followHere} aria-current={path === here ? "page" : undefined}>
          <Icon size={20} stroke={1.6} aria-hidden="true" />
          {name}
        </a>
      ))}
    </nav>
  );
}
