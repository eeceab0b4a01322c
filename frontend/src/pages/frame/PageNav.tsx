/** The pages of the app, the one that is shown marked: in the bar, on a phone at the foot of the page. */

import { toUrl } from "../../api/basePath";
import { followInPage, usePath } from "../../lib/navigation";
import { pages } from "../../lib/pages";
import { appTexts } from "../../messages/appTexts";
import "../../ui/phoneBar.css";

const ENTRIES = pages
  .flatMap(({ path, nav }) => (nav ? [{ path, ...nav }] : []))
  .sort((one, other) => one.order - other.order);

export function PageNav() {
  const currentPath = usePath();
  return (
    <nav className="page-nav phone-bar" aria-label={appTexts.nav.pages}>
      {ENTRIES.map(({ path, name, Icon }) => (
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
