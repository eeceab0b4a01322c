/** The audit log, for owners of the server: found by kind, words and days, read on to older entries, and downloaded. */

import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconDownload, IconSearch, IconX } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toUrl } from "../../api/basePath";
import { getJson } from "../../api/client";
import type { AuditEntry } from "../../api/people";
import { peopleTexts as texts } from "../../messages/peopleTexts";
import { ResponsiveTable } from "../../ui/ResponsiveTable";
import { AuditEntryRow } from "./AuditEntry";
import "../../ui/settings.css";
import "./auditLog.css";

const moreTexts = texts.audit;
const PAGE = 100;

interface AuditFilter {
  action: string;
  text: string;
  since: string;
  until: string;
  design: string;
}

const ALL: AuditFilter = { action: "", text: "", since: "", until: "", design: "" };
const KINDS = [
  { value: "", label: moreTexts.all },
  ...Object.entries(moreTexts.kinds).map(([value, label]) => ({ value, label })),
];

/** A whole day of whoever looks, as the server is asked for it. */
const toAuditQuery = ({ since, until, ...rest }: AuditFilter): string => {
  const query = new URLSearchParams(rest);
  if (since) query.set("since", new Date(`${since}T00:00:00`).toISOString());
  if (until) query.set("until", new Date(`${until}T23:59:59.999`).toISOString());
  return query.toString();
};

export function AuditLog() {
  const [filter, setWanted] = useState(ALL);
  const [looked] = useDebouncedValue(filter, 200);
  const query = toAuditQuery(looked);
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["people", "audit", query],
    queryFn: ({ pageParam }) =>
      getJson<AuditEntry[]>(`/api/audit?${query}&limit=${PAGE}${pageParam ? `&before=${pageParam}` : ""}`),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.id : undefined),
  });
  const entries = data?.pages.flat() ?? [];
  const change = (part: Partial<AuditFilter>) => setWanted((before) => ({ ...before, ...part }));
  return (
    <>
      <header className="page-head">
        <h1>{texts.sections.audit}</h1>
        <div className="page-actions">
          <Button
            component="a"
            href={toUrl(`/api/audit.csv?${query}`)}
            download="audit.csv"
            variant="default"
            leftSection={<IconDownload size={16} stroke={1.6} />}
          >
            {moreTexts.download}
          </Button>
        </div>
      </header>
      <p className="settings-about">{moreTexts.about}</p>
      <AuditFilterForm filter={filter} onChange={change} onClear={() => setWanted(ALL)} />
      {error && <p className="page-message">{error.message}</p>}
      {data && entries.length === 0 && <p className="page-message">{moreTexts.empty}</p>}
      {entries.length > 0 && (
        <ResponsiveTable
          className="people-log"
          headings={[
            moreTexts.when,
            moreTexts.who,
            moreTexts.what,
            moreTexts.subject,
            moreTexts.level,
            moreTexts.where,
            moreTexts.from,
          ]}
        >
          {entries.map((entry) => (
            <AuditEntryRow key={entry.id} auditEntry={entry} onDesign={(design) => change({ design })} />
          ))}
        </ResponsiveTable>
      )}
      {hasNextPage && (
        <Button mt="md" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {moreTexts.more}
        </Button>
      )}
    </>
  );
}

interface AuditFilterFormProps {
  filter: AuditFilter;
  onChange: (part: Partial<AuditFilter>) => void;
  onClear: () => void;
}

function AuditFilterForm({ filter, onChange, onClear }: AuditFilterFormProps) {
  return (
    <div className="people-filter" role="search">
      <Select
        aria-label={moreTexts.kind}
        data={KINDS}
        value={filter.action}
        allowDeselect={false}
        onChange={(next) => onChange({ action: next ?? "" })}
      />
      <TextInput
        className="people-filter-words"
        aria-label={moreTexts.filter}
        placeholder={moreTexts.filter}
        leftSection={<IconSearch size={16} stroke={1.6} />}
        value={filter.text}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
      />
      <DayInput
        name={moreTexts.since}
        value={filter.since}
        max={filter.until}
        onChange={(since) => onChange({ since })}
      />
      <DayInput
        name={moreTexts.until}
        value={filter.until}
        min={filter.since}
        onChange={(until) => onChange({ until })}
      />
      {filter.design && <span className="settings-tag">{moreTexts.oneDesign}</span>}
      {filter !== ALL && (
        <Button variant="subtle" leftSection={<IconX size={14} stroke={1.8} />} onClick={onClear}>
          {moreTexts.clear}
        </Button>
      )}
    </div>
  );
}

interface DayInputProps {
  name: string;
  value: string;
  min?: string;
  max?: string;
  onChange: (day: string) => void;
}

function DayInput({ name, value, min, max, onChange }: DayInputProps) {
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
