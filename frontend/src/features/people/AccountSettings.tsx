/** One's own account: the browsers that are signed in, and the password. */

import { Button, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { deleteResource, postJson } from "../../api/client";
import { type Me, useSessions } from "../../api/people";
import { formatMoment } from "../../lib/format";
import { peopleTexts as texts } from "../../messages/peopleTexts";
import { ResponsiveTable } from "../../ui/ResponsiveTable";
import { mutate } from "../../ui/SecretOnce";
import { describeBrowser } from "./browserNames";
import "../../ui/settings.css";
import "./people.css";

const SHORTEST = 10;

export function AccountSettings({ me }: { me: Me }) {
  const { data } = useSessions();
  const others = data?.some(({ current }) => !current);
  return (
    <>
      <header className="page-head">
        <h1>{me.name}</h1>
      </header>
      <p className="settings-about">{texts.account.about}</p>
      <section className="settings-part">
        <h2>{texts.account.sessions}</h2>
        {data && (
          <ResponsiveTable
            hasTools
            headings={[texts.account.browser, texts.account.address, texts.account.used, texts.account.opened]}
          >
            {data.map(({ id, browser, address, last_used_at, created_at, current }) => (
              <tr key={id}>
                <th scope="row" title={browser}>
                  {describeBrowser(browser)}
                  {current && <span className="settings-tag">{texts.account.here}</span>}
                </th>
                <td>{address}</td>
                <td>{formatMoment(last_used_at)}</td>
                <td>{formatMoment(created_at)}</td>
                <td className="card-tools">
                  {!current && (
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={texts.account.endOf(describeBrowser(browser))}
                      onClick={() => void mutate(() => deleteResource(`/api/me/sessions/${id}`), texts.account.ended)}
                    >
                      {texts.account.end}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </ResponsiveTable>
        )}
        {others && (
          <Button
            mt="sm"
            variant="default"
            onClick={() => void mutate(() => deleteResource("/api/me/sessions"), texts.account.ended)}
          >
            {texts.account.endOthers}
          </Button>
        )}
      </section>
      <section className="settings-part">
        <h2>{texts.account.password}</h2>
        {me.has_password ? (
          <PasswordForm login={me.login} />
        ) : (
          <p className="settings-note">{texts.account.noPassword}</p>
        )}
      </section>
    </>
  );
}

function PasswordForm({ login }: { login: string }) {
  const [before, setBefore] = useState("");
  const [after, setAfter] = useState("");
  const change = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await mutate(() => postJson("/api/me/password", { old: before, new: after }), texts.account.changed))) return;
    setBefore("");
    setAfter("");
  };
  return (
    <form onSubmit={(event) => void change(event)} className="settings-form people-password">
      <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
      <PasswordInput
        label={texts.account.old}
        autoComplete="current-password"
        value={before}
        onChange={(event) => setBefore(event.currentTarget.value)}
      />
      <PasswordInput
        label={texts.account.new}
        description={texts.account.newHelp}
        autoComplete="new-password"
        value={after}
        onChange={(event) => setAfter(event.currentTarget.value)}
      />
      <Button type="submit" disabled={!before || [...after].length < SHORTEST}>
        {texts.account.change}
      </Button>
    </form>
  );
}
