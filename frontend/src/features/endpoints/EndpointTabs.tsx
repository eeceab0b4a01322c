/** The parts of the page of an endpoint, as links. */

import { toUrl } from "../../api/basePath";
import type { Endpoint } from "../../api/endpoints";
import { followInPage } from "../../lib/navigation";
import { endpointTexts as texts } from "../../messages/endpointTexts";
import { CountBadge } from "../../ui/CountBadge";
import "./endpointTabs.css";

const SHOWN_PARTS = ["overview", "requests", "labels", "alerts"] as const;
export type EndpointPart = (typeof SHOWN_PARTS)[number];

export function EndpointTabs({ endpoint, part: shown }: { endpoint: Endpoint; part: EndpointPart }) {
  return (
    <nav className="endpoint-tabs" aria-label={texts.tabsLabel}>
      {SHOWN_PARTS.map((part) => (
        <a
          key={part}
          className="endpoint-tab"
          href={toUrl(`/endpoints/${endpoint.name}${part === "overview" ? "" : `/${part}`}`)}
          aria-current={part === shown ? "page" : undefined}
          onClick={followInPage}
        >
          {texts.tabs[part]} {part === "alerts" && <CountBadge count={endpoint.breached_alerts} />}
        </a>
      ))}
    </nav>
  );
}
