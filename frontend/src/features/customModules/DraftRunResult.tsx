/** What a trial gave: the first rows of each output, figures and prints, or the error with its line. */

import { Button } from "@mantine/core";
import { Suspense, useMemo, useState } from "react";
import type { DraftRunResponse, Module, Port, PreviewPort } from "../../api/apiTypes";
import { lazyWithRetry } from "../../lib/lazy";
import { customModuleTexts as texts } from "../../messages/customModuleTexts";
import { formatSeconds, formatTableSize } from "../../messages/formatting";
import { ElapsedTime } from "../../ui/Elapsed";
import { PortShape } from "../../ui/PortShape";
import { PreviewTable } from "../preview/PreviewTable";
import type { DraftRun, DraftRunOutcome } from "./useDraftRun";

const TrustDialog = lazyWithRetry(() => import("../../ui/dialogs/TrustDialog"));

/** As many as the server sends. */
const ROWS = 8;
const COLUMNS = 60;

export function DraftRunResult({ module, trying }: { module: Module | null; trying: DraftRun }) {
  const { outcome, since, isStale } = trying;
  if (!outcome && !since) return null;
  return (
    <section
      className="trial"
      aria-label={texts.draftRun.title}
      aria-busy={since !== null}
      data-stale={isStale || undefined}
    >
      <p className="trial-said" role="status">
        {since ? (
          <>
            {texts.draftRun.under} <ElapsedTime since={since} />
          </>
        ) : (
          outcome && describeOutcome(outcome, isStale)
        )}
      </p>
      {outcome && <OutcomeView outcome={outcome} module={module} trying={trying} />}
    </section>
  );
}

function describeOutcome(outcome: DraftRunOutcome, stale: boolean): string {
  if (stale) return texts.draftRun.stale;
  if (outcome.kind !== "told" || outcome.trial.state !== "done") return texts.draftRun.failed;
  const { rows, seconds: took } = outcome.trial;
  return texts.draftRun.done(Object.values(rows), formatSeconds(took));
}

function OutcomeView({
  outcome,
  module,
  trying,
}: {
  outcome: DraftRunOutcome;
  module: Module | null;
  trying: DraftRun;
}) {
  if (outcome.kind === "untrusted") return <UntrustedNotice onTrusted={trying.start} />;
  if (outcome.kind === "refused") return <ModuleError words={outcome.message} />;
  const { trial } = outcome;
  return (
    <>
      {trial.error && <ModuleError words={describeDraftError(trial, module)} />}
      {module?.outputs.map((port) => (
        <OutcomeTable key={port.name} port={port} shown={trial.ports[port.name]} isStale={outcome.columns} />
      ))}
      {trial.figures.map((figure, index) => (
        <img key={index} src={`data:image/png;base64,${figure}`} alt={texts.draftRun.figure(index + 1)} />
      ))}
      <PrintedOutput written={trial.written} />
    </>
  );
}

interface OutcomeTableProps {
  port: Port;
  shown: PreviewPort | undefined;
  /** The columns that came in; null where not all of them are known. */
  isStale: readonly string[] | null;
}

/** The first rows of an output; columns that no input has are marked. */
function OutcomeTable({ port, shown, isStale }: OutcomeTableProps) {
  const newColumns = useMemo(() => {
    const names = (shown?.columns ?? []).map(({ name }) => name);
    return isStale === null ? [] : names.filter((name) => !isStale.includes(name));
  }, [shown, isStale]);
  if (!shown) return null;
  return (
    <figure className="sample-preview">
      <figcaption>
        <PortShape type={port.type} size={12} /> <b>{port.title}</b>{" "}
        {formatTableSize(shown.rows ?? 0, shown.width ?? 0)}
        {newColumns.length > 0 && texts.draftRun.fresh(newColumns)}
      </figcaption>
      <PreviewTable
        shown={shown}
        rows={ROWS}
        columns={COLUMNS}
        label={texts.draftRun.rows(port.title)}
        typed
        marked={newColumns}
      />
    </figure>
  );
}

function describeDraftError({ error, line, field }: DraftRunResponse, module: Module | null): string {
  const title = field
    ? (module?.widgets.find(({ name }) => name === field)?.title ??
      module?.inputs.find(({ name }) => name === field)?.title ??
      field)
    : null;
  return title ? texts.draftRun.ofField(title, error ?? "") : texts.flaw(line ?? null, error ?? "");
}

function ModuleError({ words }: { words: string }) {
  return (
    <p className="trial-flaw" role="alert">
      {words}
    </p>
  );
}

function PrintedOutput({ written }: Pick<DraftRunResponse, "written">) {
  if (written.length === 0) return null;
  return (
    <>
      <h4 className="caption">{texts.draftRun.written}</h4>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className="trial-words" tabIndex={0}>
        {written.map(({ stream, text }, index) => (
          <span key={index} data-stream={stream}>
            {text}
          </span>
        ))}
      </pre>
    </>
  );
}

/** Code of a design that came from elsewhere is looked at first; once it is trusted the draft is tried. */
function UntrustedNotice({ onTrusted }: { onTrusted: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <div className="trial-untrusted" role="alert">
      <p>{texts.draftRun.untrusted}</p>
      <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
        {texts.draftRun.trust}
      </Button>
      {asking && (
        <Suspense fallback={null}>
          <TrustDialog
            onClose={() => {
              setAsking(false);
              onTrusted();
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
