/** All endpoints, or the one that the address names. */

import { Button, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { toUrl } from "../api/basePath";
import { type Endpoint, useEndpoints } from "../api/endpoints";
import { EndpointStateChip } from "../features/endpoints/EndpointStateChip";
import { EndpointView } from "../features/endpoints/EndpointView";
import { formatLatency, listAnswering } from "../features/endpoints/endpointFacts";
import { formatCount } from "../lib/format";
import { followInPage } from "../lib/navigation";
import { endpointTexts as texts } from "../messages/endpointTexts";
import { DialogHost } from "../ui/dialogs/DialogHost";
import { EmptyState } from "../ui/EmptyState";
import { PageFrame } from "./frame/PageFrame";
import "./endpointsPage.css";

export default function EndpointsPage({ endpoint: name, part }: { endpoint?: string; part?: string }) {
  const { data, error } = useEndpoints();
  const shown = name === undefined ? undefined : data?.find((one) => one.name === name);
  return (
    <PageFrame title={shown?.name ?? texts.title}>
      {shown && <EndpointView key={shown.id} endpoint={shown} part={part} />}
      {data && name !== undefined && !shown && (
        <EmptyState isPage title={texts.gone(name)}>
          <ListLink to="/endpoints" label={texts.title} />
        </EmptyState>
      )}
      {name === undefined && (
        <div className="endpoints">
          <header className="page-head">
            <h1>{texts.title}</h1>
          </header>
          {error && <p className="page-message">{error.message}</p>}
          {data?.length === 0 && (
            <EmptyState title={texts.empty} details={texts.emptyHelp}>
              <ListLink to="/models" label={texts.emptyAction} />
            </EmptyState>
          )}
          {data && data.length > 0 && <EndpointList endpoints={data} />}
        </div>
      )}
      <DialogHost />
    </PageFrame>
  );
}

const ListLink = ({ to, label }: { to: string; label: string }) => (
  <Button component="a" href={toUrl(to)} variant="default" mt="xs" onClick={followInPage}>
    {label}
  </Button>
);

function EndpointList({ endpoints }: { endpoints: Endpoint[] }) {
  const [query, setQuery] = useState("");
  const needle = query.trim().toLowerCase();
  const found = endpoints.filter((one) => `${one.name} ${one.note}`.toLowerCase().includes(needle));
  return (
    <>
      <TextInput
        size="sm"
        className="endpoint-search"
        aria-label={texts.find}
        placeholder={texts.find}
        leftSection={<IconSearch size={15} stroke={1.6} />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {found.length === 0 && <p className="page-message">{texts.noMatch(query)}</p>}
      <ul className="endpoint-list">
        {found.map((one) => (
          <EndpointRow key={one.id} endpoint={one} />
        ))}
      </ul>
    </>
  );
}

function EndpointRow({ endpoint }: { endpoint: Endpoint }) {
  const answering = listAnswering(endpoint);
  const said = answering.map(
    ({ source, share }) => `${share < 100 ? `${share} % ` : ""}${texts.source(source.name, source.version)}`,
  );
  const facts: [string, string][] = [
    [texts.columns.requests, formatCount(endpoint.requests)],
    [texts.columns.p50, formatLatency(endpoint.p50)],
    [texts.columns.failed, formatCount(endpoint.failed + endpoint.refused)],
  ];
  return (
    <li>
      <a href={toUrl(`/endpoints/${endpoint.name}`)} onClick={followInPage}>
        <span className="endpoint-name">
          <b>{endpoint.name}</b>
          <span>{said.join(" · ") || texts.none}</span>
        </span>
        <span className="endpoint-state">
          <EndpointStateChip endpoint={endpoint} />
        </span>
        {facts.map(([label, value]) => (
          <span key={label} className="endpoint-fact">
            <b>{value}</b>
            <small>{label}</small>
          </span>
        ))}
      </a>
    </li>
  );
}
