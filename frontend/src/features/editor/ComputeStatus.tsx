/** Where steps run, how many at once, and how well they are kept apart. */

import { IconCheck, IconChevronDown, IconCpu, IconX } from "@tabler/icons-react";
import { Suspense } from "react";
import { useSystem } from "../../api/queries";
import { lazyWithRetry } from "../../lib/lazy";
import { appTexts } from "../../messages/appTexts";
import { budgetTexts } from "../../messages/budgetTexts";
import { useDesign } from "../../stores/designStore";
import { LazyPopover } from "../../ui/LazyPopover";
import "./computeStatus.css";

const TargetLabel = lazyWithRetry(() => import("../targets/TargetLabel"));
const TargetChoice = lazyWithRetry(() => import("../targets/TargetChoice"));

export function ComputeStatus() {
  const { data } = useSystem();
  const target = useDesign(({ document }) => document?.compute_target ?? undefined);
  if (!data) return null;
  const { isolation, attempts, cores } = data;
  const label = (name: string, isHere: boolean) => (
    <>
      <span className="machine-name">{name}</span>
      {isHere && <span className="machine-cores">{appTexts.topbar.cores(cores)}</span>}
    </>
  );
  return (
    <LazyPopover
      kind="note"
      position="bottom-end"
      width={320}
      button={
        <button type="button" className="machine" data-open={isolation.level === "S0" || undefined}>
          <IconCpu size={17} stroke={1.6} aria-hidden="true" />
          <Suspense fallback={label(target ?? appTexts.topbar.machine, false)}>
            <TargetLabel chosen={target}>{label}</TargetLabel>
          </Suspense>
          <IconChevronDown size={15} stroke={1.6} aria-hidden="true" />
        </button>
      }
    >
      <div className="isolation">
        <Suspense fallback={null}>
          <TargetChoice chosen={target} />
        </Suspense>
        <h2>{appTexts.topbar.isolation}</h2>
        <p>{isolation.description}</p>
        <p className="isolation-by">
          {appTexts.topbar.isolationLevel(isolation.level)}, {isolation.by}
        </p>
        {isolation.budget && (
          <>
            <h2>{budgetTexts.title}</h2>
            <p>{budgetTexts.budget(isolation.budget)}</p>
            <p className="isolation-by">{budgetTexts.more(isolation.budget)}</p>
          </>
        )}
        {isolation.advice && <p className="isolation-advice">{isolation.advice}</p>}
        {attempts.length > 0 && (
          <details className="isolation-attempts">
            <summary>{appTexts.topbar.attempts(attempts.length, attempts.filter((one) => one.held).length)}</summary>
            <ul>
              {attempts.map((one) => (
                <li key={one.words} className={one.held ? undefined : "attempt-open"}>
                  {one.held ? <IconCheck size={14} aria-hidden="true" /> : <IconX size={14} aria-hidden="true" />}
                  <span>
                    {one.words}
                    <span className="attempt-state">
                      {one.held ? appTexts.topbar.heldBack : appTexts.topbar.possible}
                    </span>
                  </span>
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </LazyPopover>
  );
}
