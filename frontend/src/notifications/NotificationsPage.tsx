/** What one is told of, where, and one's own web hooks. */

import { Checkbox } from "@mantine/core";
import { CardTable } from "../components/CardTable";
import { PageFrame } from "../components/PageFrame";
import { notifications as say } from "../messages/notifications";
import { notifyFailure } from "../notify";
import "../styles/later";
import { type Choice, choose, KINDS, type Kind, OWN_HOOKS, useChoices } from "./api";
import { Hooks } from "./Hooks";
import "../people/people.css";
import "./notifications.css";

export default function NotificationsPage() {
  return (
    <PageFrame title={say.title}>
      <div className="told">
        <header className="page-head">
          <h1>{say.title}</h1>
        </header>
        <p className="people-about">{say.about}</p>
        <Choices />
        <section className="people-part">
          <Hooks path={OWN_HOOKS} about={say.hooks.mine} />
        </section>
      </div>
    </PageFrame>
  );
}

function Choices() {
  const { data, error } = useChoices();
  if (error) return <p className="page-message">{error.message}</p>;
  if (!data) return null;
  const byKind = Object.fromEntries(data.map((choice) => [choice.kind, choice])) as Record<Kind, Choice>;
  return (
    <CardTable className="told-kinds" heads={[say.what, say.inApp, say.byHook]}>
      {KINDS.map((kind) => (
        <Row key={kind} choice={byKind[kind]} />
      ))}
    </CardTable>
  );
}

function Row({ choice }: { choice: Choice }) {
  const { kind } = choice;
  const change = (part: Partial<Choice>) => choose({ ...choice, ...part }).catch(notifyFailure);
  return (
    <tr>
      <th scope="row">
        {say.kinds[kind]}
        <small>{say.kindsHelp[kind]}</small>
      </th>
      <td>
        <Checkbox
          aria-label={say.inAppOf(kind)}
          checked={choice.app}
          onChange={(event) => void change({ app: event.currentTarget.checked })}
        />
      </td>
      <td>
        <Checkbox
          aria-label={say.byHookOf(kind)}
          checked={choice.hook}
          onChange={(event) => void change({ hook: event.currentTarget.checked })}
        />
      </td>
    </tr>
  );
}
