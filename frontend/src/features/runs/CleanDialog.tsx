/** What is stored, what would go by a rule, what stays and why; then it is done. */

import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Cleanup, StorageUsage } from "../../api/apiTypes";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { formatBytes } from "../../messages/formatting";
import { versionTexts } from "../../messages/versionTexts";
import { cleanRuns, fetchStorageUsage } from "./runQueries";
import "./runDialogs.css";
import "../../ui/dialogs/form.css";

const texts = versionTexts.cleaning;

export default function CleanRunsDialog({ onClose }: { onClose: () => void }) {
  const [rule, setRule] = useState({ days: 30, keep: 5 });
  const [debouncedRule] = useDebouncedValue(rule, 250);
  const used = useQuery({ queryKey: ["storage"], queryFn: fetchStorageUsage, staleTime: 0 }).data;
  const { data: plan } = useQuery({
    queryKey: ["cleaning", debouncedRule],
    queryFn: () => cleanRuns(debouncedRule.days, debouncedRule.keep, true),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const go = async () => {
    try {
      const done = await cleanRuns(rule.days, rule.keep, false);
      onClose();
      notifyDone(texts.done(done.runs.length, formatBytes(done.bytes)));
    } catch (error) {
      notifyFailure(error);
    }
  };
  const nothing = plan?.artifacts === 0 && plan.runs.length === 0;
  return (
    <Modal opened onClose={onClose} title={texts.title} size="lg">
      <div className="dialog-form">
        <p>{texts.what}</p>
        {used && <StorageUsed used={used} />}
        <Group grow align="end">
          <TextInput
            type="number"
            label={texts.days}
            min={0}
            value={rule.days}
            onChange={(event) => setRule({ ...rule, days: event.currentTarget.valueAsNumber || 0 })}
          />
          <TextInput
            type="number"
            label={texts.keep}
            min={0}
            value={rule.keep}
            onChange={(event) => setRule({ ...rule, keep: event.currentTarget.valueAsNumber || 0 })}
          />
        </Group>
        {plan && <CleaningPlan plan={plan} nothing={nothing} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button color="red" disabled={!plan || nothing} onClick={() => void go()}>
            {texts.do(formatBytes(plan?.bytes ?? 0))}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}

const SHOWN = 5;

function StorageUsed({ used }: { used: StorageUsage }) {
  return (
    <div className="clean-used">
      <p>{texts.used(formatBytes(used.bytes), used.artifacts)}</p>
      {(["datasets", "designs", "runs"] as const).map((kind) => (
        <table key={kind}>
          <caption>{texts.by[kind]}</caption>
          <tbody>
            {used[kind].slice(0, SHOWN).map((share) => (
              <tr key={share.id}>
                <th scope="row">{share.name}</th>
                <td>{formatBytes(share.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

function CleaningPlan({ plan, nothing }: { plan: Cleanup; nothing: boolean }) {
  return (
    <div className="clean-plan" role="status">
      <p>
        <b>{nothing ? texts.nothing : texts.goes(plan.runs.length, plan.artifacts, formatBytes(plan.bytes))}</b>
      </p>
      {plan.kept.length > 0 && (
        <details>
          <summary>{texts.stays}</summary>
          <ul>
            {plan.kept.map((kept) => (
              <li key={`${kept.run?.id} ${kept.reason}`}>
                {kept.run
                  ? texts.keptRun(kept.run.number, kept.run.design_name, kept.reason)
                  : texts.keptResults(formatBytes(kept.bytes), kept.reason)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
