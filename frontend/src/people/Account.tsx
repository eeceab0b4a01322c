/** One's own account: the browsers that are signed in, and the password. */

import { Button, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { post, remove } from "../api/client";
import { CardTable } from "../components/CardTable";
import { people as say } from "../messages/people";
import { moment } from "../views/format";
import { type Me, useSessions } from "./api";
import { browserOf } from "./browsers";
import { act } from "./parts";

const SHORTEST = 10;

export function Account({ me }: { me: Me }) {
  const { data } = useSessions();
  const others = data?.some(({ current }) => !current);
  return (
    <>
      <header className="page-head">
        <h1>{me.name}</h1>
      </header>
      <p className="people-about">{say.account.about}</p>
      <section className="people-part">
        <h2>{say.account.sessions}</h2>
        {data && (
          <CardTable tools heads={[say.account.browser, say.account.address, say.account.used, say.account.opened]}>
            {data.map(({ id, browser, address, last_used_at, created_at, current }) => (
              <tr key={id}>
                <th scope="row" title={browser}>
                  {browserOf(browser)}
                  {current && <span className="people-tag">{say.account.here}</span>}
                </th>
                <td>{address}</td>
                <td>{moment(last_used_at)}</td>
                <td>{moment(created_at)}</td>
                <td className="card-tools">
                  {!current && (
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={say.account.endOf(browserOf(browser))}
                      onClick={() => void act(() => remove(`/api/me/sessions/${id}`), say.account.ended)}
                    >
                      {say.account.end}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </CardTable>
        )}
        {others && (
          <Button
            mt="sm"
            variant="default"
            onClick={() => void act(() => remove("/api/me/sessions"), say.account.ended)}
          >
            {say.account.endOthers}
          </Button>
        )}
      </section>
      <section className="people-part">
        <h2>{say.account.password}</h2>
        {me.has_password ? <Password login={me.login} /> : <p className="people-note">{say.account.noPassword}</p>}
      </section>
    </>
  );
}

function Password({ login }: { login: string }) {
  const [before, setBefore] = useState("");
  const [after, setAfter] = useState("");
  const change = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await act(() => post("/api/me/password", { old: before, new: after }), say.account.changed))) return;
    setBefore("");
    setAfter("");
  };
  return (
    <form onSubmit={(event) => void change(event)} className="people-form people-password">
      <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
      <PasswordInput
        label={say.account.old}
        autoComplete="current-password"
        value={before}
        onChange={(event) => setBefore(event.currentTarget.value)}
      />
      <PasswordInput
        label={say.account.new}
        description={say.account.newHelp}
        autoComplete="new-password"
        value={after}
        onChange={(event) => setAfter(event.currentTarget.value)}
      />
      <Button type="submit" disabled={!before || [...after].length < SHORTEST}>
        {say.account.change}
      </Button>
    </form>
  );
}
