/** The pages of the app, the one that is shown marked: in the bar, on a phone at the foot of the page. */

import { toUrl } from "../../api/basePath";
import { followInPage, usePath } from "../../lib/navigation";
import { getPageAddress, matchPage } from "../../lib/pageDeclaration";
import { pages } from "../../lib/pages";
import { appTexts } from "../../messages/appTexts";
import "../../ui/phoneBar.css";

const ENTRIES = pages
  .flatMap((page) => (page.nav ? [{ page, address: getPageAddress(page), ...page.nav }] : []))
  .sort((one, other) => one.order - other.order);

export function PageNav() {
  const currentPath = usePath();
  return (
    <nav className="page-nav phone-bar" aria-label={appTexts.nav.pages}>
      {ENTRIES.map(({ page, address, name, Icon }) => (
        <a
          key={address}
          href={toUrl(address)}
          onClick={followInPage}
          aria-current={matchPage(page, currentPath) ? "page" : undefined}
        >
          <Icon size={20} stroke={1.6} aria-hidden="true" />
          {name}
        </a>
      ))}
    </nav>
  );
}
