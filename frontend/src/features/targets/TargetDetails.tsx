/** A cluster: its workers as they are now, and what its test found. */

import { ActionIcon, Button } from "@mantine/core";
import { IconCircleCheck, IconCircleX, IconFlask, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useOwnsServer } from "../../api/people";
import { formatFileSize, formatMoment } from "../../lib/format";
import { navigate } from "../../lib/navigation";
import { targetTexts as texts } from "../../messages/targetTexts";
import { removeTarget, type Target, type TargetState, testTarget, useTargetState } from "../../stores/targetQueries";
import { Callout } from "../../ui/Callout";
import { ConfirmDelete } from "../../ui/ConfirmButton";
import { CopyField } from "../../ui/CopyField";
import { ResponsiveTable } from "../../ui/ResponsiveTable";
import { makeDefault, ownsWorkspace } from "./defaultTarget";
import { TargetFigures } from "./TargetFigures";
import { WaitingSteps, WorkerSteps } from "./TargetSteps";
import "./targetDetails.css";

export default function TargetDetails({ target, isDefault }: { target: Target; isDefault: boolean }) {
  const { data: state, dataUpdatedAt } = useTargetState(target.id);
  const [isRemoving, setRemoving] = useState(false);
  const ownsServer = useOwnsServer();
  return (
    <section className="target" aria-label={target.name}>
      <header className="target-head">
        <h2>{target.name}</h2>
        <code>{target.address}</code>
        <div className="target-actions">
          {ownsServer && <TestButton target={target} />}
          {!isDefault && ownsWorkspace() && (
            <Button variant="default" size="sm" onClick={() => makeDefault(target.name)}>
              {texts.makeDefault}
            </Button>
          )}
          {ownsServer && (
            <ActionIcon aria-label={texts.delete(target.name)} onClick={() => setRemoving(true)}>
              <IconTrash size={17} stroke={1.6} />
            </ActionIcon>
          )}
        </div>
      </header>
      <p className="target-exchange">
        {texts.exchange} <code>{target.exchange}</code>
      </p>
      {state?.error && <Callout tone="failure">{state.error}</Callout>}
      {state && !state.error && <TargetFigures state={state} askedAt={dataUpdatedAt} />}
      <div className="target-parts">
        <div>
          {state && !state.error && (
            <>
              <h3>{texts.workers}</h3>
              <Workers state={state} target={target} />
            </>
          )}
          {state && <WaitingSteps steps={state.steps} />}
        </div>
        <TestFindings target={target} />
      </div>
      {isRemoving && (
        <ConfirmDelete
          deleteTexts={texts}
          name={target.name}
          onDelete={() => removeTarget(target.id).then(() => navigate("/targets"))}
          onClose={() => setRemoving(false)}
        >
          {texts.deleteHelp}
        </ConfirmDelete>
      )}
    </section>
  );
}

function TestButton({ target }: { target: Target }) {
  const [isTesting, setTesting] = useState(false);
  const [refusal, setRefusal] = useState("");
  const test = () => {
    setTesting(true);
    setRefusal("");
    testTarget(target.id)
      .catch((error: Error) => setRefusal(error.message))
      .finally(() => setTesting(false));
  };
  return (
    <>
      {refusal && <span role="alert">{refusal}</span>}
      <Button
        variant="default"
        size="sm"
        loading={isTesting}
        leftSection={<IconFlask size={16} stroke={1.6} />}
        onClick={test}
      >
        {target.last_test ? texts.testAgain : texts.test}
      </Button>
    </>
  );
}

function Workers({ state, target }: { state: TargetState; target: Target }) {
  if (state.workers.length === 0)
    return (
      <>
        <p className="target-empty">{texts.noWorkers}</p>
        <CopyField label={texts.workerCommand} value={texts.startWorker(target.address, target.exchange)} />
      </>
    );
  return (
    <ResponsiveTable
      className="target-workers"
      headings={[texts.worker, texts.steps, texts.memory, texts.doing, texts.seen]}
    >
      {state.workers.map((worker) => (
        <tr key={worker.name}>
          <th scope="row">
            {worker.name}
            {worker.differences.length > 0 && (
              <p className="target-difference">{`${texts.leftOut}: ${worker.differences.join("; ")}`}</p>
            )}
          </th>
          <td>
            <span className="target-slots" aria-hidden="true">
              {Array.from({ length: Math.min(worker.slots, 16) }, (_, at) => (
                <span key={at} data-busy={at < worker.running || undefined} />
              ))}
            </span>
            {texts.busy(worker.running, worker.slots)}
          </td>
          <td>
            {worker.memory > 0
              ? texts.memoryOf(formatFileSize(worker.memory_used), formatFileSize(worker.memory))
              : formatFileSize(worker.memory_used)}
          </td>
          <td>
            <WorkerSteps steps={state.steps} worker={worker.name} running={worker.running} />
          </td>
          <td>{texts.ago(worker.last_seen_seconds)}</td>
        </tr>
      ))}
    </ResponsiveTable>
  );
}

function TestFindings({ target: { last_test: found } }: { target: Target }) {
  return (
    <div>
      <h3>{texts.testTitle}</h3>
      {!found && <p className="target-empty">{texts.noTest}</p>}
      {found && (
        <>
          <p className="target-empty">{texts.testedAt(formatMoment(found.tested_at))}</p>
          <ul className="target-findings">
            {found.findings.map((finding) => {
              const Icon = finding.passed ? IconCircleCheck : IconCircleX;
              return (
                <li key={finding.name} data-passed={finding.passed || undefined}>
                  <Icon size={16} stroke={1.7} aria-hidden="true" />
                  <span>
                    {texts.findings[finding.name]}
                    {finding.message && <small>{finding.message}</small>}
                  </span>
                  {finding.seconds > 0 && <span>{texts.seconds(finding.seconds)}</span>}
                </li>
              );
            })}
          </ul>
        </>
      )}
    </div>
  );
}
