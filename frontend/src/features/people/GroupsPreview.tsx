/** Who would have what at the next sign-in: those who are known, or somebody with the groups that are typed. */

import { TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { type PreviewPerson, useGroupsPreview } from "../../api/people";
import { groupTexts } from "../../messages/groupTexts";
import { peopleTexts } from "../../messages/peopleTexts";
import { ResponsiveTable } from "../../ui/ResponsiveTable";
import "../../ui/settings.css";
import "./people.css";

const texts = groupTexts.preview;

export function GroupsPreview() {
  const [typed, setTyped] = useState("");
  const [looked] = useDebouncedValue(typed, 250);
  const named = looked
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
  const { data, error } = useGroupsPreview(named.length > 0 ? named : null);
  return (
    <section className="settings-part">
      <h2>{texts.title}</h2>
      <p className="settings-about">{texts.about}</p>
      <TextInput
        className="people-try"
        label={texts.try}
        description={texts.tryHelp}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {error && <p className="page-message">{error.message}</p>}
      {data?.length === 0 && <p className="page-message">{texts.empty}</p>}
      {data && data.length > 0 && (
        <ResponsiveTable headings={[texts.name, texts.groups, texts.memberships]}>
          {data.map((person) => (
            <PreviewRow key={person.id ?? "somebody"} person={person} />
          ))}
        </ResponsiveTable>
      )}
    </section>
  );
}

function PreviewRow({ person }: { person: PreviewPerson }) {
  const { name, login, memberships, owns_server: server, refused } = person;
  return (
    <tr>
      <th scope="row" title={login}>
        {name || texts.somebody}
      </th>
      <td>{person.groups.join(", ") || texts.noGroups}</td>
      <td>
        <ul className="people-would">
          {refused && <li className="settings-mark">{texts.refused}</li>}
          {server && <li>{groupTexts.ownsServer}</li>}
          {memberships.map(({ workspace, before, after, change }) => (
            <li key={workspace} className={change === "removed" ? "people-gone" : undefined}>
              {workspace}: {peopleTexts.roles[(after ?? before) as keyof typeof peopleTexts.roles]}
              {change !== "same" && <span className="settings-tag">{groupTexts.changes[change]}</span>}
            </li>
          ))}
          {!refused && !server && memberships.length === 0 && <li>{texts.nothing}</li>}
        </ul>
      </td>
    </tr>
  );
}
