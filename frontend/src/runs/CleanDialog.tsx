/** What is stored, what would go by a rule, what stays and why; then it is done. */

import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Cleaning, Usage } from "../api/types";
import { versionMessages } from "../messages/versions";
import { bytes } from "../messages/words";
import { notifyDone, notifyFailure } from "../notify";
import { clean, usage } from "./query";
import "./dialogs.css";

const say = versionMessages.cleaning;

export default function CleanDialog({ onClose }: { onClose: () => void }) {
  const [rule, setRule] = useState({ days: 30, keep: 5 });
  const [asked] = useDebouncedValue(rule, 250);
  const used = useQuery({ queryKey: ["storage"], queryFn: usage, staleTime: 0 }).data;
  const { data: plan } = useQuery({
    queryKey: ["cleaning", asked],
    queryFn: () => clean(asked.days, asked.keep, true),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const go = async () => {
    try {
      const done = await clean(rule.days, rule.keep, false);
      onClose();
      notifyDone(say.done(done.runs.length, bytes(done.bytes)));
    } catch (error) {
      notifyFailure(error);
    }
  };
  const nothing = plan?.artifacts === 0 && plan.runs.length === 0;
  return (
    <Modal opened onClose={onClose} title={say.title} size="lg">
      <div className="dialog-form">
        <p>{say.what}</p>
        {used && <Used used={used} />}
        <Group grow align="end">
          <TextInput
            type="number"
            label={say.days}
            min={0}
            value={rule.days}
            onChange={(event) => setRule({ ...rule, days: event.currentTarget.valueAsNumber || 0 })}
          />
          <TextInput
            type="number"
            label={say.keep}
            min={0}
            value={rule.keep}
            onChange={(event) => setRule({ ...rule, keep: event.currentTarget.valueAsNumber || 0 })}
          />
        </Group>
        {plan && <Plan plan={plan} nothing={nothing} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say.cancel}
          </Button>
          <Button color="red" disabled={!plan || nothing} onClick={() => void go()}>
            {say.do(bytes(plan?.bytes ?? 0))}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}

const SHOWN = 5;

function Used({ used }: { used: Usage }) {
  return (
    <div className="clean-used">
      <p>{say.used(bytes(used.bytes), used.artifacts)}</p>
      {(["datasets", "designs", "runs"] as const).map((kind) => (
        <table key={kind}>
          <caption>{say.by[kind]}</caption>
          <tbody>
            {used[kind].slice(0, SHOWN).map((share) => (
              <tr key={share.id}>
                <th scope="row">{share.name}</th>
                <td>{bytes(share.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

function Plan({ plan, nothing }: { plan: Cleaning; nothing: boolean }) {
  return (
    <div className="clean-plan" role="status">
      <p>
        <b>{nothing ? say.nothing : say.goes(plan.runs.length, plan.artifacts, bytes(plan.bytes))}</b>
      </p>
      {plan.kept.length > 0 && (
        <details>
          <summary>{say.stays}</summary>
          <ul>
            {plan.kept.map((kept) => (
              <li key={`${kept.run?.id} ${kept.reason}`}>
                {kept.run
                  ? say.keptRun(kept.run.number, kept.run.design_name, kept.reason)
                  : say.keptResults(bytes(kept.bytes), kept.reason)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
