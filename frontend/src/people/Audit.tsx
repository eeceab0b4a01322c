/** The audit log, for owners of the server: found by kind and words, read on to older entries, and downloaded. */

import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconDownload, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get } from "../api/client";
import { people as say } from "../messages/people";
import { moment } from "../views/format";
import type { AuditEntry } from "./api";
import { People } from "./parts";

const words = say.audit;
const PAGE = 100;

export function Audit() {
  const [action, setAction] = useState("");
  const [text, setText] = useState("");
  const [looked] = useDebouncedValue(text, 200);
  const wanted = new URLSearchParams({ action, text: looked }).toString();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["people", "audit", wanted],
    queryFn: ({ pageParam }) =>
      get<AuditEntry[]>(`/api/audit?${wanted}&limit=${PAGE}${pageParam ? `&before=${pageParam}` : ""}`),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.id : undefined),
  });
  const entries = data?.pages.flat() ?? [];
  return (
    <>
      <header className="page-head">
        <h1>{say.sections.audit}</h1>
        <div className="page-actions">
          <Button
            component="a"
            href={`/api/audit.csv?${wanted}`}
            download="audit.csv"
            variant="default"
            leftSection={<IconDownload size={16} stroke={1.6} />}
          >
            {words.download}
          </Button>
        </div>
      </header>
      <p className="people-about">{words.about}</p>
      <div className="people-filter">
        <Select
          aria-label={words.kind}
          data={[
            { value: "", label: words.all },
            ...Object.entries(words.kinds).map(([value, label]) => ({ value, label })),
          ]}
          value={action}
          allowDeselect={false}
          onChange={(next) => setAction(next ?? "")}
        />
        <TextInput
          aria-label={words.filter}
          placeholder={words.filter}
          leftSection={<IconSearch size={16} stroke={1.6} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      {error && <p className="page-message">{error.message}</p>}
      {data && entries.length === 0 && <p className="page-message">{words.empty}</p>}
      {entries.length > 0 && (
        <People heads={[words.when, words.who, words.what, words.subject, words.where, words.from]}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </People>
      )}
      {hasNextPage && (
        <Button mt="md" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { at, person, action, subject, workspace, address, details } = entry;
  return (
    <tr>
      <td title={at}>{moment(at)}</td>
      <th scope="row">{person}</th>
      <td>
        <code>{action}</code>
      </td>
      <td>
        {Object.keys(details).length === 0 ? (
          subject
        ) : (
          <details className="people-details">
            <summary>{subject || words.details}</summary>
            <pre>{JSON.stringify(details, null, 2)}</pre>
          </details>
        )}
      </td>
      <td>{workspace}</td>
      <td>{address}</td>
    </tr>
  );
}
