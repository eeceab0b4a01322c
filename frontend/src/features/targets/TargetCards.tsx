/** A target as a card of the list: what it has, and how much of it is busy. */

import { IconCircleCheck, IconCircleX, IconDeviceDesktop, IconServer2 } from "@tabler/icons-react";
import { targetTexts as texts } from "../../messages/targetTexts";
import { type Target, type Targets, useTargetState } from "../../stores/targetQueries";
import "../../ui/textButton.css";
import "./targetCards.css";

interface ThisMachineCardProps {
  machine: Targets["this_machine"];
  isDefault: boolean;
  /** Makes it the default; absent for those who may not. */
  onMakeDefault: (() => void) | undefined;
}

export function ThisMachineCard({ machine, isDefault, onMakeDefault }: ThisMachineCardProps) {
  const { slots, running, waiting } = machine;
  return (
    <div className="target-card">
      <h2>
        <IconDeviceDesktop size={18} stroke={1.6} aria-hidden="true" />
        {texts.thisMachine}
        {isDefault && <span className="target-tag">{texts.default}</span>}
        {!isDefault && onMakeDefault && (
          <button type="button" className="text-button target-make-default" onClick={onMakeDefault}>
            {texts.makeDefault}
          </button>
        )}
      </h2>
      <p>{texts.thisMachineFacts(slots)}</p>
      <Load title={texts.steps} busy={running} all={slots} />
      {waiting > 0 && <p>{`${texts.waiting} ${waiting}`}</p>}
    </div>
  );
}

interface ClusterCardProps {
  target: Target;
  isDefault: boolean;
  isShown: boolean;
  onChoose: () => void;
}

export function ClusterCard({ target, isDefault, isShown, onChoose }: ClusterCardProps) {
  const { data } = useTargetState(target.id);
  const slots = data?.workers.reduce((sum, worker) => sum + worker.slots, 0) ?? 0;
  const running = data?.workers.reduce((sum, worker) => sum + worker.running, 0) ?? 0;
  const facts = () => {
    if (!data) return texts.asking;
    if (data.error) return texts.unreachable;
    return data.workers.length === 0 ? texts.asleep : texts.workerCount(data.workers.length, slots);
  };
  return (
    <button type="button" className="target-card" aria-pressed={isShown} onClick={onChoose}>
      <span className="target-card-head">
        <IconServer2 size={18} stroke={1.6} aria-hidden="true" />
        {target.name}
        {isDefault && <span className="target-tag">{texts.default}</span>}
        {!isDefault && !data?.error && <TestTag target={target} />}
      </span>
      <span className="target-card-facts" data-failed={data?.error ? true : undefined}>
        {facts()}
      </span>
      {slots > 0 && <Load title={texts.steps} busy={running} all={slots} />}
    </button>
  );
}

function TestTag({ target: { last_test: found } }: { target: Target }) {
  const Icon = found?.passed ? IconCircleCheck : IconCircleX;
  return (
    <span className="target-tag" data-state={found ? (found.passed ? "passed" : "failed") : undefined}>
      {found && <Icon size={13} stroke={1.8} aria-hidden="true" />}
      {found ? (found.passed ? texts.passed : texts.failed) : texts.untested}
    </span>
  );
}

function Load({ title, busy, all }: { title: string; busy: number; all: number }) {
  return (
    <span className="target-load">
      <span>{title}</span>
      <span className="target-bar" aria-hidden="true">
        <span style={{ width: `${Math.min(100, (100 * busy) / Math.max(all, 1))}%` }} />
      </span>
      <span>{texts.busy(busy, all)}</span>
    </span>
  );
}
