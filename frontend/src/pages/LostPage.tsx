/** An address that leads nowhere: what was asked for, and where to go on. */

import { toUrl } from "../api/basePath";
import { followInPage, usePath } from "../lib/navigation";
import { getPageAddress } from "../lib/pageDeclaration";
import { pages } from "../lib/pages";
import { appTexts } from "../messages/appTexts";
import { PageFrame } from "./frame/PageFrame";
import "./lostPage.css";

const PLACES = pages
  .flatMap((page) => (page.nav ? [{ path: getPageAddress(page), ...page.nav }] : []))
  .sort((one, other) => one.order - other.order);

export default function LostPage() {
  const path = usePath();
  return (
    <PageFrame title={appTexts.failures.noPage}>
      <div className="lost">
        <h1>{appTexts.failures.noPage}</h1>
        <p>{appTexts.failures.noPageHelp(path)}</p>
        <ul>
          {PLACES.map(({ path: place, name, Icon }) => (
            <li key={place}>
              <a href={toUrl(place)} onClick={followInPage}>
                <Icon size={20} stroke={1.6} aria-hidden="true" />
                {name}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </PageFrame>
  );
}
