/** What is known of the data at an input port: its columns, and their pictures where a result is there already. */

import { useContext, useMemo } from "react";
import { useArtifact } from "../../api/queries";
import type { ColumnProfile, Output, Schema } from "../../api/types";
import { parseReference, referencesAt } from "../../graph/ports";
import { useDesign } from "../../stores/design";
import { useOutput } from "../../stores/run";
import { DraftNodeContext } from "./draftNode";

export interface Incoming {
  /** "node.port" of what is connected, or null. */
  reference: string | null;
  /** Null when only a run can tell. */
  schema: Schema | null;
  output: Output | undefined;
}

const NOTHING = { node: "", port: "" };

/** The first thing that is connected to the port. */
export function useIncoming(nodeId: string, port: string): Incoming {
  const draft = useContext(DraftNodeContext);
  const reference = useDesign(({ document }) => {
    const node = draft ?? document?.nodes[nodeId];
    return node ? (referencesAt(node, port)[0] ?? null) : null;
  });
  const source = reference ? parseReference(reference) : NOTHING;
  const schema = useDesign(({ analysis }) => (reference ? (analysis?.schemas[reference] ?? null) : null));
  return { reference, schema, output: useOutput(source.node, source.port) };
}

const NO_PROFILES: ReadonlyMap<string, ColumnProfile> = new Map();

export interface Profiles {
  byName: ReadonlyMap<string, ColumnProfile>;
  rows: number;
}

/** The columns as they were when the port last carried data. */
export function useProfiles(output: Output | undefined): Profiles {
  const { data } = useArtifact(output?.type === "dataset" ? output.artifact : null);
  const view = data?.view.kind === "dataset" ? data.view : null;
  return useMemo(
    () => ({
      byName: view ? new Map(view.columns.map((column) => [column.name, column])) : NO_PROFILES,
      rows: view?.rows ?? 0,
    }),
    [view],
  );
}
