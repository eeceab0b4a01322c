/** The audit log, for owners of the server: found by kind, words and days, read on to older entries, and downloaded. */

import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconDownload, IconSearch, IconX } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { urlOf } from "../api/base";
import { get } from "../api/client";
import { CardTable } from "../components/CardTable";
import { people as say } from "../messages/people";
import { Entry } from "./AuditEntry";
import type { AuditEntry } from "./api";

const words = say.audit;
const PAGE = 100;

interface Wanted {
  action: string;
  text: string;
  since: string;
  until: string;
  design: string;
}

const ALL: Wanted = { action: "", text: "", since: "", until: "", design: "" };
const KINDS = [
  { value: "", label: words.all },
  ...Object.entries(words.kinds).map(([value, label]) => ({ value, label })),
];

/** A whole day of whoever looks, as the server is asked for it. */
const moments = ({ since, until, ...rest }: Wanted): string => {
  const asked = new URLSearchParams(rest);
  if (since) asked.set("since", new Date(`${since}T00:00:00`).toISOString());
  if (until) asked.set("until", new Date(`${until}T23:59:59.999`).toISOString());
  return asked.toString();
};

export function Audit() {
  const [wanted, setWanted] = useState(ALL);
  const [looked] = useDebouncedValue(wanted, 200);
  const query = moments(looked);
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["people", "audit", query],
    queryFn: ({ pageParam }) =>
      get<AuditEntry[]>(`/api/audit?${query}&limit=${PAGE}${pageParam ? `&before=${pageParam}` : ""}`),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.id : undefined),
  });
  const entries = data?.pages.flat() ?? [];
  const change = (part: Partial<Wanted>) => setWanted((before) => ({ ...before, ...part }));
  return (
    <>
      <header className="page-head">
        <h1>{say.sections.audit}</h1>
        <div className="page-actions">
          <Button
            component="a"
            href={urlOf(`/api/audit.csv?${query}`)}
            download="audit.csv"
            variant="default"
            leftSection={<IconDownload size={16} stroke={1.6} />}
          >
            {words.download}
          </Button>
        </div>
      </header>
      <p className="people-about">{words.about}</p>
      <Filter wanted={wanted} change={change} clear={() => setWanted(ALL)} />
      {error && <p className="page-message">{error.message}</p>}
      {data && entries.length === 0 && <p className="page-message">{words.empty}</p>}
      {entries.length > 0 && (
        <CardTable
          className="people-log"
          heads={[words.when, words.who, words.what, words.subject, words.level, words.where, words.from]}
        >
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} onDesign={(design) => change({ design })} />
          ))}
        </CardTable>
      )}
      {hasNextPage && (
        <Button mt="md" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </>
  );
}

interface FilterProps {
  wanted: Wanted;
  change: (part: Partial<Wanted>) => void;
  clear: () => void;
}

function Filter({ wanted, change, clear }: FilterProps) {
  return (
    <div className="people-filter" role="search">
      <Select
        aria-label={words.kind}
        data={KINDS}
        value={wanted.action}
        allowDeselect={false}
        onChange={(next) => change({ action: next ?? "" })}
      />
      <TextInput
        className="people-filter-words"
        aria-label={words.filter}
        placeholder={words.filter}
        leftSection={<IconSearch size={16} stroke={1.6} />}
        value={wanted.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <Day name={words.since} value={wanted.since} max={wanted.until} onChange={(since) => change({ since })} />
      <Day name={words.until} value={wanted.until} min={wanted.since} onChange={(until) => change({ until })} />
      {wanted.design && <span className="people-tag">{words.oneDesign}</span>}
      {wanted !== ALL && (
        <Button variant="subtle" leftSection={<IconX size={14} stroke={1.8} />} onClick={clear}>
          {words.clear}
        </Button>
      )}
    </div>
  );
}

interface DayProps {
  name: string;
  value: string;
  min?: string;
  max?: string;
  onChange: (day: string) => void;
}

function Day({ name, value, min, max, onChange }: DayProps) {
  return (
    <TextInput
      className="people-filter-day"
      type="date"
      aria-label={name}
      leftSection={name}
      leftSectionWidth={54}
      value={value}
      min={min || undefined}
      max={max || undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
