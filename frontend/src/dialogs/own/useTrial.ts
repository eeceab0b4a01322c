/** A trial of the module under the pen: what it is tried with, and what came of it last. */

import { useEffect, useRef, useState } from "react";
import { post, remove } from "../../api/client";
import type { Module, Trial } from "../../api/types";
import { asInputs, knownParameters, placedNode, usualInputs } from "../../graph/feeding";
import type { Design, Json } from "../../graph/types";
import type { DraftNode } from "../../panels/inspector/draftNode";
import { type Field, same } from "../../panels/inspector/schema";
import { flushed, useDesign } from "../../stores/design";
import { useLibrary } from "../../stores/library";
import { useUi } from "../../stores/ui";

/** What a trial gave: the server's answer, or why there is none; `about` is what was tried. */
export type Outcome = { about: string } & (
  | { kind: "told"; trial: Trial; columns: string[] | null }
  | { kind: "refused"; message: string }
  | { kind: "untrusted" }
);

export interface Trying {
  /** What the form of the module edits. */
  draft: DraftNode;
  /** The references that feed each input. */
  feeding: Record<string, string[]>;
  feed: (port: string, references: string[]) => void;
  outcome: Outcome | null;
  /** When the trial under way began. */
  since: string | null;
  /** Whether what is shown is of other code, data or parameters than there are now. */
  stale: boolean;
  start: () => void;
  stop: () => void;
}

interface Written {
  design: Design;
  name: string | null;
  code: string;
  /** As the code can be read now; a trial is refused where it cannot. */
  module: Module | null;
}

export function useTrial({ design, name, code, module }: Written): Trying {
  const [about] = useState(() => {
    const { selection } = useUi.getState();
    return { selection, placed: placedNode(design, name, selection) };
  });
  const [parameters, setParameters] = useState<Record<string, Json>>(
    () => design.nodes[about.placed ?? ""]?.parameters ?? {},
  );
  const [chosen, setChosen] = useState<Record<string, string[]>>({});
  const { modules, catalog } = useLibrary();
  const usual = module ? usualInputs(design, modules, catalog.accepts, module, about) : {};
  const feeding = { ...usual, ...chosen };
  const inputs = module ? asInputs(module, feeding) : {};
  const known = module ? knownParameters(module, parameters) : {};
  const now = JSON.stringify([code, inputs, known]);
  const asked = useAsking(now, { code, inputs, parameters: known });
  return {
    draft: {
      parameters: known,
      inputs,
      set: (field, value) => setParameters((before) => withValue(before, field, value)),
    },
    feeding,
    feed: (port, references) => setChosen((before) => ({ ...before, [port]: references })),
    stale: asked.outcome !== null && asked.outcome.about !== now,
    ...asked,
  };
}

function withValue(before: Record<string, Json>, field: Field, value: Json | undefined): Record<string, Json> {
  const { [field.name]: _gone, ...others } = before;
  return value === undefined || same(value, field.default) ? others : { ...others, [field.name]: value };
}

interface Body {
  code: string;
  inputs: Record<string, string | string[]>;
  parameters: Record<string, Json>;
}

/** The columns that come in; null where only a run can tell all of them. */
function columnsAt(references: string[]): string[] | null {
  const schemas = references.map((reference) => useDesign.getState().analysis?.schemas[reference]);
  if (schemas.some((schema) => !schema?.complete)) return null;
  return schemas.flatMap((schema) => schema!.columns.map(({ name }) => name));
}

/** Asks the server; what an older trial says once a newer one has begun is of no interest. */
function useAsking(about: string, body: Body) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [since, setSince] = useState<string | null>(null);
  const number = useRef(0);
  const address = `/api/designs/${useDesign((store) => store.id)}/modules`;
  const trusted = useDesign((store) => store.trusted);

  // A process in which a first trial need not wait for the imports; and none that goes on when nobody looks any more.
  useEffect(() => {
    if (trusted) void post(`${address}/readiness`).catch(() => undefined);
    const counted = number;
    return () => {
      if (counted.current > 0) void remove(`${address}/trial`).catch(() => undefined);
    };
  }, [address, trusted]);

  const start = async () => {
    const mine = ++number.current;
    if (!useDesign.getState().trusted) return setOutcome({ about, kind: "untrusted" });
    setSince(new Date().toISOString());
    const columns = columnsAt(Object.values(body.inputs).flat());
    const told = await flushed()
      .then(() => post<Trial>(`${address}/trial`, body))
      .then((trial): Outcome | null => (trial.state === "stopped" ? null : { about, kind: "told", trial, columns }))
      .catch((error: Error): Outcome => ({ about, kind: "refused", message: error.message }));
    if (mine !== number.current) return;
    setSince(null);
    if (told) setOutcome(told);
  };
  const stop = () => {
    number.current += 1;
    setSince(null);
    void remove(`${address}/trial`).catch(() => undefined);
  };
  return { outcome, since, start: () => void start(), stop };
}
