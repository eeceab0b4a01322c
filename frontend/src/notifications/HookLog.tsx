/** What was sent to a web hook lately, and what came of a test. */

import { Button, Group, Modal } from "@mantine/core";
import { CardTable } from "../components/CardTable";
import { text } from "../messages/en";
import { notifications } from "../messages/notifications";
import { moment } from "../views/format";
import { type Hook, type HookTest, useDeliveries } from "./api";

const say = notifications.hooks;

export function HookLog({ hook, path, onClose }: { hook: Hook; path: string; onClose: () => void }) {
  const { data, error } = useDeliveries(path);
  return (
    <Modal opened onClose={onClose} title={say.logTitle(hook.name)} size={760}>
      {!data && !error && <p>{text.loading}</p>}
      {error && <p>{error.message}</p>}
      {data?.length === 0 && <p className="page-message">{say.logEmpty}</p>}
      {data && data.length > 0 && (
        <CardTable heads={[notifications.what, say.state, say.took, say.when]}>
          {data.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.text}</th>
              <td>
                {say.states[row.state]}
                {row.status !== null && `, ${row.status}`}
                {row.error && row.status === null && <p className="people-mark">{row.error}</p>}
                {row.attempts > 1 && <small className="told-tries">{say.attempts(row.attempts)}</small>}
              </td>
              <td>{row.milliseconds !== null && `${row.milliseconds} ms`}</td>
              <td>{moment(row.created_at)}</td>
            </tr>
          ))}
        </CardTable>
      )}
    </Modal>
  );
}

export function HookTried({ test, onClose }: { test: HookTest; onClose: () => void }) {
  const { status, milliseconds, error, answer } = test;
  return (
    <Modal opened onClose={onClose} title={say.test}>
      <p>{status === null ? `${say.notSent} ${error}` : say.tested(status, milliseconds ?? 0)}</p>
      {answer && (
        <>
          <p className="told-answer-head">{say.answer}</p>
          <pre className="told-answer">{answer}</pre>
        </>
      )}
      <Group justify="flex-end" mt="md">
        <Button onClick={onClose}>{say.close}</Button>
      </Group>
    </Modal>
  );
}
