/** All accounts, for owners of the server. */

import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { patch, post } from "../api/client";
import { CardTable } from "../components/CardTable";
import { people as say } from "../messages/people";
import { moment } from "../views/format";
import { type Account, joinAddress, type PasswordLink, useAccounts } from "./api";
import { act, Shown } from "./parts";

const words = say.accounts;

export function Accounts() {
  const { data, error } = useAccounts();
  const [link, setLink] = useState<{ name: string; address: string } | null>(null);
  return (
    <>
      <header className="page-head">
        <h1>{say.sections.accounts}</h1>
      </header>
      <p className="people-about">{words.about}</p>
      {error && <p className="page-message">{error.message}</p>}
      {data && (
        <CardTable tools heads={[say.members.name, say.members.login, words.since]}>
          {data.map((account) => (
            <Row key={account.id} account={account} onLink={(address) => setLink({ name: account.name, address })} />
          ))}
        </CardTable>
      )}
      {link && (
        <Shown
          title={words.linkTitle(link.name)}
          help={words.linkHelp}
          value={link.address}
          onClose={() => setLink(null)}
        />
      )}
    </>
  );
}

function Row({ account, onLink }: { account: Account; onLink: (address: string) => void }) {
  const { id, name, login, owns_server: owner, created_at, disabled_at } = account;
  const change = (what: { disabled?: boolean; owns_server?: boolean }) =>
    void act(() => patch(`/api/accounts/${id}`, what));
  const newPassword = () =>
    act(async () => onLink(joinAddress((await post<PasswordLink>(`/api/accounts/${id}/password-link`)).token)));
  return (
    <tr>
      <th scope="row">
        {name}
        {owner && <span className="people-tag">{words.owner}</span>}
        {disabled_at && <span className="people-tag people-tag-off">{words.disabled}</span>}
      </th>
      <td>{login}</td>
      <td>{moment(created_at)}</td>
      <td className="card-tools">
        <Menu position="bottom-end" width={264}>
          <Menu.Target>
            <ActionIcon aria-label={words.actions(name)}>
              <IconDots size={17} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void newPassword()}>{words.passwordLink}</Menu.Item>
            <Menu.Item onClick={() => change({ owns_server: !owner })}>
              {owner ? words.noOwner : words.makeOwner}
            </Menu.Item>
            <Menu.Item onClick={() => change({ disabled: !disabled_at })}>
              {disabled_at ? words.enable : words.disable}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  );
}
