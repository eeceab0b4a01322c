/** What a trial gave: the first rows of each output, figures and prints, or the error with its line. */

import { Button } from "@mantine/core";
import { Suspense, useMemo, useState } from "react";
import type { Module, Port, SampledPort, Trial } from "../../api/types";
import { PortShape } from "../../canvas/PortShape";
import { Elapsed } from "../../components/Elapsed";
import { later } from "../../later";
import { ownModuleMessages as say } from "../../messages/ownModules";
import { seconds, size } from "../../messages/words";
import { SampleTable } from "../../sample/SampleTable";
import type { Outcome, Trying } from "./useTrial";

const TrustDialog = later(() => import("../TrustDialog"));

/** As many as the server sends. */
const ROWS = 8;
const COLUMNS = 60;

export function TrialResult({ module, trying }: { module: Module | null; trying: Trying }) {
  const { outcome, since, stale } = trying;
  if (!outcome && !since) return null;
  return (
    <section className="trial" aria-label={say.trial.title} aria-busy={since !== null} data-stale={stale || undefined}>
      <p className="trial-said" role="status">
        {since ? (
          <>
            {say.trial.under} <Elapsed since={since} />
          </>
        ) : (
          outcome && saidOf(outcome, stale)
        )}
      </p>
      {outcome && <Shown outcome={outcome} module={module} trying={trying} />}
    </section>
  );
}

function saidOf(outcome: Outcome, stale: boolean): string {
  if (stale) return say.trial.stale;
  if (outcome.kind !== "told" || outcome.trial.state !== "done") return say.trial.failed;
  const { rows, seconds: took } = outcome.trial;
  return say.trial.done(Object.values(rows), seconds(took));
}

function Shown({ outcome, module, trying }: { outcome: Outcome; module: Module | null; trying: Trying }) {
  if (outcome.kind === "untrusted") return <Untrusted onTrusted={trying.start} />;
  if (outcome.kind === "refused") return <Flaw words={outcome.message} />;
  const { trial } = outcome;
  return (
    <>
      {trial.error && <Flaw words={errorOf(trial, module)} />}
      {module?.outputs.map((port) => (
        <Table key={port.name} port={port} shown={trial.ports[port.name]} before={outcome.columns} />
      ))}
      {trial.figures.map((figure, index) => (
        <img key={index} src={`data:image/png;base64,${figure}`} alt={say.trial.figure(index + 1)} />
      ))}
      <Written written={trial.written} />
    </>
  );
}

interface TableProps {
  port: Port;
  shown: SampledPort | undefined;
  /** The columns that came in; null where not all of them are known. */
  before: readonly string[] | null;
}

/** The first rows of an output; columns that no input has are marked. */
function Table({ port, shown, before }: TableProps) {
  const fresh = useMemo(() => {
    const names = (shown?.columns ?? []).map(({ name }) => name);
    return before === null ? [] : names.filter((name) => !before.includes(name));
  }, [shown, before]);
  if (!shown) return null;
  return (
    <figure className="sample-preview">
      <figcaption>
        <PortShape type={port.type} size={12} /> <b>{port.title}</b> {size(shown.rows ?? 0, shown.width ?? 0)}
        {fresh.length > 0 && say.trial.fresh(fresh)}
      </figcaption>
      <SampleTable
        shown={shown}
        rows={ROWS}
        columns={COLUMNS}
        label={say.trial.rows(port.title)}
        typed
        marked={fresh}
      />
    </figure>
  );
}

function errorOf({ error, line, field }: Trial, module: Module | null): string {
  const title = field
    ? (module?.parameters.properties[field]?.title ?? module?.inputs.find(({ name }) => name === field)?.title ?? field)
    : null;
  return title ? say.trial.ofField(title, error ?? "") : say.flaw(line ?? null, error ?? "");
}

function Flaw({ words }: { words: string }) {
  return (
    <p className="trial-flaw" role="alert">
      {words}
    </p>
  );
}

function Written({ written }: Pick<Trial, "written">) {
  if (written.length === 0) return null;
  return (
    <>
      <h4 className="caption">{say.trial.written}</h4>
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
function Untrusted({ onTrusted }: { onTrusted: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <div className="trial-untrusted" role="alert">
      <p>{say.trial.untrusted}</p>
      <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
        {say.trial.trust}
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
