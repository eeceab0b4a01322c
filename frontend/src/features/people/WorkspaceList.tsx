/** All workspaces, for owners of the server: what they use, and the limits that they have. */

import { ActionIcon, Button, Group, Modal, NumberInput } from "@mantine/core";
import { IconAdjustments } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { putJson } from "../../api/client";
import { type QuotaLimits, useWorkspaces, type WorkspaceUsage } from "../../api/people";
import { formatFileSize } from "../../lib/format";
import { peopleTexts } from "../../messages/peopleTexts";
import { quotaTexts } from "../../messages/quotaTexts";
import { NamedList } from "../../ui/NamedList";
import { mutate } from "../../ui/SecretOnce";
import { UsageBar } from "./UsageBar";
import "../../ui/settings.css";

const texts = quotaTexts.all;
const GB = 1e9;

export function WorkspaceList() {
  const { data, error } = useWorkspaces();
  const [changing, setChanging] = useState<WorkspaceUsage | null>(null);
  return (
    <>
      <NamedList
        title={peopleTexts.sections.workspaces}
        about={texts.about}
        items={data?.workspaces}
        error={error}
        headings={[texts.name, texts.members, quotaTexts.storage, quotaTexts.steps, quotaTexts.runs]}
      >
        {(workspace) => (
          <tr key={workspace.id}>
            <th scope="row">{workspace.name}</th>
            <td>{workspace.members}</td>
            <td>
              <UsageBar used={workspace.used} limit={workspace.limits.storage} />
            </td>
            <td>{quotaTexts.running(workspace.running, workspace.limits.steps)}</td>
            <td>{quotaTexts.runsNow(workspace.runs, workspace.limits.runs)}</td>
            <td className="card-tools">
              <ActionIcon aria-label={texts.change(workspace.name)} onClick={() => setChanging(workspace)}>
                <IconAdjustments size={17} stroke={1.6} />
              </ActionIcon>
            </td>
          </tr>
        )}
      </NamedList>
      {data && changing && <QuotaForm workspace={changing} usual={data.usual} onClose={() => setChanging(null)} />}
    </>
  );
}

type TypedLimits = number | string;

interface Props {
  workspace: WorkspaceUsage;
  usual: QuotaLimits;
  onClose: () => void;
}

function QuotaForm({ workspace: { id, name, own }, usual, onClose }: Props) {
  const [storage, setStorage] = useState<TypedLimits>(own.storage == null ? "" : own.storage / GB);
  const [steps, setSteps] = useState<TypedLimits>(own.steps ?? "");
  const [runs, setRuns] = useState<TypedLimits>(own.runs ?? "");
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const body = { storage: parseLimit(storage, GB), steps: parseLimit(steps), runs: parseLimit(runs) };
    if (await mutate(() => putJson(`/api/workspaces/${id}/quota`, body), texts.saved)) onClose();
  };
  const described = (limit: number, words = String(limit)) => texts.usual(limit === 0 ? texts.noLimit : words);
  return (
    <Modal opened onClose={onClose} title={texts.title(name)}>
      <form onSubmit={(event) => void save(event)} className="settings-form">
        <NumberInput
          data-autofocus
          label={texts.storage}
          description={described(usual.storage, formatFileSize(usual.storage))}
          min={0}
          decimalScale={3}
          value={storage}
          onChange={setStorage}
        />
        <NumberInput
          label={quotaTexts.steps}
          description={described(usual.steps)}
          min={0}
          allowDecimal={false}
          value={steps}
          onChange={setSteps}
        />
        <NumberInput
          label={quotaTexts.runs}
          description={described(usual.runs)}
          min={0}
          allowDecimal={false}
          value={runs}
          onChange={setRuns}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {peopleTexts.cancel}
          </Button>
          <Button type="submit">{texts.save}</Button>
        </Group>
      </form>
    </Modal>
  );
}

/** What was typed, null where nothing was. */
const parseLimit = (typed: TypedLimits, times = 1): number | null =>
  typed === "" ? null : Math.round(Number(typed) * times);
