/** What was sent to a web hook lately, and what came of a test. */

import { Button, Group, Modal } from "@mantine/core";
import { useWebHookDeliveries, type WebHook, type WebHookTest } from "../../api/notifications";
import { formatMoment } from "../../lib/format";
import { appTexts } from "../../messages/appTexts";
import { notificationTexts } from "../../messages/notificationTexts";
import { ResponsiveTable } from "../../ui/ResponsiveTable";
import "../../ui/settings.css";

const texts = notificationTexts.hooks;

export function WebHookLog({ hook, path, onClose }: { hook: WebHook; path: string; onClose: () => void }) {
  const { data, error } = useWebHookDeliveries(path);
  return (
    <Modal opened onClose={onClose} title={texts.logTitle(hook.name)} size={760}>
      {!data && !error && <p>{appTexts.loading}</p>}
      {error && <p>{error.message}</p>}
      {data?.length === 0 && <p className="page-message">{texts.logEmpty}</p>}
      {data && data.length > 0 && (
        <ResponsiveTable headings={[notificationTexts.what, texts.state, texts.took, texts.when]}>
          {data.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.text}</th>
              <td>
                {texts.states[row.state]}
                {row.status !== null && `, ${row.status}`}
                {row.error && row.status === null && <p className="settings-mark">{row.error}</p>}
                {row.attempts > 1 && <small className="told-tries">{texts.attempts(row.attempts)}</small>}
              </td>
              <td>{row.milliseconds !== null && `${row.milliseconds} ms`}</td>
              <td>{formatMoment(row.created_at)}</td>
            </tr>
          ))}
        </ResponsiveTable>
      )}
    </Modal>
  );
}

export function WebHookTestResult({ test, onClose }: { test: WebHookTest; onClose: () => void }) {
  const { status, milliseconds, error, answer } = test;
  return (
    <Modal opened onClose={onClose} title={texts.test}>
      <p>{status === null ? `${texts.notSent} ${error}` : texts.tested(status, milliseconds ?? 0)}</p>
      {answer && (
        <>
          <p className="told-answer-head">{texts.answer}</p>
          <pre className="told-answer">{answer}</pre>
        </>
      )}
      <Group justify="flex-end" mt="md">
        <Button onClick={onClose}>{texts.close}</Button>
      </Group>
    </Modal>
  );
}
