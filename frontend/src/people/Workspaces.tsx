/** All workspaces, for owners of the server: what they use, and the limits that they have. */

import { ActionIcon, Button, Group, Modal, NumberInput } from "@mantine/core";
import { IconAdjustments } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { put } from "../api/client";
import { CardTable } from "../components/CardTable";
import { people } from "../messages/people";
import { quotas } from "../messages/quotas";
import { bytes } from "../views/format";
import { type QuotaLimits, useWorkspaces, type WorkspaceUsage } from "./api";
import { act } from "./parts";
import { UsageBar } from "./UsageBar";

const say = quotas.all;
const GB = 1e9;

export function Workspaces() {
  const { data, error } = useWorkspaces();
  const [changing, setChanging] = useState<WorkspaceUsage | null>(null);
  return (
    <>
      <header className="page-head">
        <h1>{people.sections.workspaces}</h1>
      </header>
      <p className="people-about">{say.about}</p>
      {error && <p className="page-message">{error.message}</p>}
      {data && (
        <CardTable tools heads={[say.name, say.members, quotas.storage, quotas.steps, quotas.runs]}>
          {data.workspaces.map((workspace) => (
            <tr key={workspace.id}>
              <th scope="row">{workspace.name}</th>
              <td>{workspace.members}</td>
              <td>
                <UsageBar used={workspace.used} limit={workspace.limits.storage} />
              </td>
              <td>{quotas.running(workspace.running, workspace.limits.steps)}</td>
              <td>{quotas.runsNow(workspace.runs, workspace.limits.runs)}</td>
              <td className="card-tools">
                <ActionIcon aria-label={say.change(workspace.name)} onClick={() => setChanging(workspace)}>
                  <IconAdjustments size={17} stroke={1.6} />
                </ActionIcon>
              </td>
            </tr>
          ))}
        </CardTable>
      )}
      {data && changing && <Limits workspace={changing} usual={data.usual} onClose={() => setChanging(null)} />}
    </>
  );
}

type Typed = number | string;

interface Props {
  workspace: WorkspaceUsage;
  usual: QuotaLimits;
  onClose: () => void;
}

function Limits({ workspace: { id, name, own }, usual, onClose }: Props) {
  const [storage, setStorage] = useState<Typed>(own.storage == null ? "" : own.storage / GB);
  const [steps, setSteps] = useState<Typed>(own.steps ?? "");
  const [runs, setRuns] = useState<Typed>(own.runs ?? "");
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const body = { storage: number(storage, GB), steps: number(steps), runs: number(runs) };
    if (await act(() => put(`/api/workspaces/${id}/quota`, body), say.saved)) onClose();
  };
  const described = (limit: number, words = String(limit)) => say.usual(limit === 0 ? say.noLimit : words);
  return (
    <Modal opened onClose={onClose} title={say.title(name)}>
      <form onSubmit={(event) => void save(event)} className="people-form">
        <NumberInput
          data-autofocus
          label={say.storage}
          description={described(usual.storage, bytes(usual.storage))}
          min={0}
          decimalScale={3}
          value={storage}
          onChange={setStorage}
        />
        <NumberInput
          label={quotas.steps}
          description={described(usual.steps)}
          min={0}
          allowDecimal={false}
          value={steps}
          onChange={setSteps}
        />
        <NumberInput
          label={quotas.runs}
          description={described(usual.runs)}
          min={0}
          allowDecimal={false}
          value={runs}
          onChange={setRuns}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {people.cancel}
          </Button>
          <Button type="submit">{say.save}</Button>
        </Group>
      </form>
    </Modal>
  );
}

/** What was typed, null where nothing was. */
const number = (typed: Typed, times = 1): number | null => (typed === "" ? null : Math.round(Number(typed) * times));
