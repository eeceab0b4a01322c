/** Who would have what at the next sign-in: those who are known, or somebody with the groups that are typed. */

import { TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { CardTable } from "../components/CardTable";
import { groups } from "../messages/groups";
import { people } from "../messages/people";
import { type PreviewPerson, useGroupsPreview } from "./api";

const say = groups.preview;

export function GroupsPreview() {
  const [typed, setTyped] = useState("");
  const [looked] = useDebouncedValue(typed, 250);
  const named = looked
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
  const { data, error } = useGroupsPreview(named.length > 0 ? named : null);
  return (
    <section className="people-part">
      <h2>{say.title}</h2>
      <p className="people-about">{say.about}</p>
      <TextInput
        className="people-try"
        label={say.try}
        description={say.tryHelp}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {error && <p className="page-message">{error.message}</p>}
      {data?.length === 0 && <p className="page-message">{say.empty}</p>}
      {data && data.length > 0 && (
        <CardTable heads={[say.name, say.groups, say.memberships]}>
          {data.map((person) => (
            <Row key={person.id ?? "somebody"} person={person} />
          ))}
        </CardTable>
      )}
    </section>
  );
}

function Row({ person }: { person: PreviewPerson }) {
  const { name, login, memberships, owns_server: server, refused } = person;
  return (
    <tr>
      <th scope="row" title={login}>
        {name || say.somebody}
      </th>
      <td>{person.groups.join(", ") || say.noGroups}</td>
      <td>
        <ul className="people-would">
          {refused && <li className="people-mark">{say.refused}</li>}
          {server && <li>{groups.ownsServer}</li>}
          {memberships.map(({ workspace, before, after, change }) => (
            <li key={workspace} className={change === "removed" ? "people-gone" : undefined}>
              {workspace}: {people.roles[(after ?? before) as keyof typeof people.roles]}
              {change !== "same" && <span className="people-tag">{groups.changes[change]}</span>}
            </li>
          ))}
          {!refused && !server && memberships.length === 0 && <li>{say.nothing}</li>}
        </ul>
      </td>
    </tr>
  );
}
