/** What is known of the data at an input port: its columns, and their pictures where a result is there already. */

import { useContext, useMemo } from "react";
import type { Output, Schema } from "../../api/apiTypes";
import type { ColumnProfile } from "../../api/artifactViews";
import { useArtifact } from "../../api/queries";
import { getReferences, parseReference } from "../../graph/ports";
import { findTrainingData, TRAINING_DATA } from "../../graph/trainingData";
import { useDesign } from "../../stores/designStore";
import { useOutput } from "../../stores/runStore";
import { DraftNodeContext } from "./draftContext";

export interface IncomingData {
  /** "node.port" of what is connected, or null. */
  reference: string | null;
  /** Null when only a run can tell. */
  schema: Schema | null;
  output: Output | undefined;
}

const NOTHING = { node: "", port: "" };

/** The first thing that is connected to the port. */
export function useIncomingData(nodeId: string, port: string): IncomingData {
  const draft = useContext(DraftNodeContext);
  const reference = useDesign(({ document }) => {
    if (port === TRAINING_DATA) return document ? findTrainingData(document, nodeId) : null;
    const node = draft ?? document?.nodes[nodeId];
    return node ? (getReferences(node, port)[0] ?? null) : null;
  });
  const source = reference ? parseReference(reference) : NOTHING;
  const schema = useDesign(({ analysis }) => (reference ? (analysis?.schemas[reference] ?? null) : null));
  return { reference, schema, output: useOutput(source.node, source.port) };
}

const NO_PROFILES: ReadonlyMap<string, ColumnProfile> = new Map();

export interface ColumnProfiles {
  byName: ReadonlyMap<string, ColumnProfile>;
  rows: number;
}

/** The columns as they were when the port last carried data. */
export function useColumnProfiles(output: Output | undefined): ColumnProfiles {
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
