/** A trial of the module under the pen: what it is tried with, and what came of it last. */

import { useEffect, useRef, useState } from "react";
import type { DraftRunResponse, Module } from "../../api/apiTypes";
import { deleteResource, postJson } from "../../api/client";
import type { Design, Json } from "../../api/designDocument";
import { findNodeOfModule, pickKnownParameters, suggestDraftInputs, toNodeInputs } from "../../graph/draftInputs";
import { useCatalog } from "../../stores/catalogStore";
import { flushChanges, useDesign } from "../../stores/designStore";
import { useUi } from "../../stores/uiStore";
import type { DraftNode } from "../inspector/draftContext";
import { isSameValue, type ParameterField } from "../inspector/parameterFields";

/** What a trial gave: the server's answer, or why there is none; `about` is what was tried. */
export type DraftRunOutcome = { about: string } & (
  | { kind: "told"; trial: DraftRunResponse; columns: string[] | null }
  | { kind: "refused"; message: string }
  | { kind: "untrusted" }
);

export interface DraftRun {
  /** What the form of the module edits. */
  draft: DraftNode;
  /** The references that feed each input. */
  draftInputs: Record<string, string[]>;
  setDraftInputs: (port: string, references: string[]) => void;
  outcome: DraftRunOutcome | null;
  /** When the trial under way began. */
  since: string | null;
  /** Whether what is shown is of other code, data or parameters than there are now. */
  isStale: boolean;
  start: () => void;
  stop: () => void;
}

interface DraftModule {
  design: Design;
  name: string | null;
  code: string;
  /** As the code can be read now; a trial is refused where it cannot. */
  module: Module | null;
}

export function useDraftRun({ design, name, code, module }: DraftModule): DraftRun {
  const [about] = useState(() => {
    const { selection } = useUi.getState();
    return { selection, placed: findNodeOfModule(design, name, selection) };
  });
  const [parameters, setParameters] = useState<Record<string, Json>>(
    () => design.nodes[about.placed ?? ""]?.parameters ?? {},
  );
  const [chosen, setChosen] = useState<Record<string, string[]>>({});
  const { modules, catalog } = useCatalog();
  const usual = module ? suggestDraftInputs(design, modules, catalog.accepts, module, about) : {};
  const feeding = { ...usual, ...chosen };
  const inputs = module ? toNodeInputs(module, feeding) : {};
  const known = module ? pickKnownParameters(module, parameters) : {};
  const now = JSON.stringify([code, inputs, known]);
  const request = useDraftRunRequest(now, { code, inputs, parameters: known });
  return {
    draft: {
      parameters: known,
      inputs,
      set: (field, value) => setParameters((before) => setFieldValue(before, field, value)),
    },
    draftInputs: feeding,
    setDraftInputs: (port, references) => setChosen((before) => ({ ...before, [port]: references })),
    isStale: request.outcome !== null && request.outcome.about !== now,
    ...request,
  };
}

function setFieldValue(
  before: Record<string, Json>,
  field: ParameterField,
  value: Json | undefined,
): Record<string, Json> {
  const { [field.name]: _gone, ...others } = before;
  return value === undefined || isSameValue(value, field.default) ? others : { ...others, [field.name]: value };
}

interface DraftRunBody {
  code: string;
  inputs: Record<string, string | string[]>;
  parameters: Record<string, Json>;
}

/** The columns that come in; null where only a run can tell all of them. */
function listColumnsAt(references: string[]): string[] | null {
  const schemas = references.map((reference) => useDesign.getState().analysis?.schemas[reference]);
  if (schemas.some((schema) => !schema?.complete)) return null;
  return schemas.flatMap((schema) => schema!.columns.map(({ name }) => name));
}

/** Asks the server; what an older trial says once a newer one has begun is of no interest. */
function useDraftRunRequest(about: string, body: DraftRunBody) {
  const [outcome, setOutcome] = useState<DraftRunOutcome | null>(null);
  const [since, setSince] = useState<string | null>(null);
  const number = useRef(0);
  const address = `/api/designs/${useDesign((store) => store.id)}/module-drafts`;
  const trusted = useDesign((store) => store.trusted);

  // A process in which a first trial need not wait for the imports; and none that goes on when nobody looks any more.
  useEffect(() => {
    if (trusted) void postJson(`${address}/warm-up`).catch(() => undefined);
    const counted = number;
    return () => {
      if (counted.current > 0) void deleteResource(`${address}/run`).catch(() => undefined);
    };
  }, [address, trusted]);

  const start = async () => {
    const mine = ++number.current;
    if (!useDesign.getState().trusted) return setOutcome({ about, kind: "untrusted" });
    setSince(new Date().toISOString());
    const columns = listColumnsAt(Object.values(body.inputs).flat());
    const outcome = await flushChanges()
      .then(() => postJson<DraftRunResponse>(`${address}/run`, body))
      .then((trial): DraftRunOutcome | null =>
        trial.state === "stopped" ? null : { about, kind: "told", trial, columns },
      )
      .catch((error: Error): DraftRunOutcome => ({ about, kind: "refused", message: error.message }));
    if (mine !== number.current) return;
    setSince(null);
    if (outcome) setOutcome(outcome);
  };
  const stop = () => {
    number.current += 1;
    setSince(null);
    void deleteResource(`${address}/run`).catch(() => undefined);
  };
  return { outcome, since, start: () => void start(), stop };
}
