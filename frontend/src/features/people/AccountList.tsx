/** All accounts, for owners of the server. */

import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { patchJson, postJson } from "../../api/client";
import { type Account, buildInvitationUrl, type PasswordLink, useAccounts } from "../../api/people";
import { formatMoment } from "../../lib/format";
import { peopleTexts as texts } from "../../messages/peopleTexts";
import { NamedList } from "../../ui/NamedList";
import { mutate, SecretOnce } from "../../ui/SecretOnce";
import "../../ui/settings.css";

const moreTexts = texts.accounts;

export function AccountList() {
  const { data, error } = useAccounts();
  const [link, setLink] = useState<{ name: string; address: string } | null>(null);
  return (
    <>
      <NamedList
        title={texts.sections.accounts}
        about={moreTexts.about}
        items={data}
        error={error}
        headings={[texts.members.name, texts.members.login, moreTexts.since]}
      >
        {(account) => (
          <AccountRow
            key={account.id}
            account={account}
            onLink={(address) => setLink({ name: account.name, address })}
          />
        )}
      </NamedList>
      {link && (
        <SecretOnce
          title={moreTexts.linkTitle(link.name)}
          help={moreTexts.linkHelp}
          value={link.address}
          onClose={() => setLink(null)}
        />
      )}
    </>
  );
}

function AccountRow({ account, onLink }: { account: Account; onLink: (address: string) => void }) {
  const { id, name, login, owns_server: owner, created_at, disabled_at } = account;
  const change = (what: { disabled?: boolean; owns_server?: boolean }) =>
    void mutate(() => patchJson(`/api/accounts/${id}`, what));
  const newPassword = () =>
    mutate(async () =>
      onLink(buildInvitationUrl((await postJson<PasswordLink>(`/api/accounts/${id}/password-link`)).token)),
    );
  return (
    <tr>
      <th scope="row">
        {name}
        {owner && <span className="settings-tag">{moreTexts.owner}</span>}
        {disabled_at && <span className="settings-tag settings-tag-off">{moreTexts.disabled}</span>}
      </th>
      <td>{login}</td>
      <td>{formatMoment(created_at)}</td>
      <td className="card-tools">
        <Menu position="bottom-end" width={264}>
          <Menu.Target>
            <ActionIcon aria-label={moreTexts.actions(name)}>
              <IconDots size={17} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void newPassword()}>{moreTexts.passwordLink}</Menu.Item>
            <Menu.Item onClick={() => change({ owns_server: !owner })}>
              {owner ? moreTexts.noOwner : moreTexts.makeOwner}
            </Menu.Item>
            <Menu.Item onClick={() => change({ disabled: !disabled_at })}>
              {disabled_at ? moreTexts.enable : moreTexts.disable}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  );
}
