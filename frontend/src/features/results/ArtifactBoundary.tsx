/** Waits for what is to be shown of an artifact, and says why where there is nothing. */

import type { ReactNode } from "react";
import type { Artifact } from "../../api/apiTypes";
import { ApiError } from "../../api/client";
import { useArtifact, ViewPendingError } from "../../api/queries";
import { resultTexts as texts } from "../../messages/resultTexts";
import { ResultSkeleton } from "./ResultSkeleton";

export function ArtifactBoundary({
  artifact,
  children,
}: {
  artifact: string;
  children: (data: Artifact) => ReactNode;
}) {
  const { data, error } = useArtifact(artifact);
  if (error) {
    return <p className="results-message">{explainMissingView(error)}</p>;
  }
  if (!data) {
    return <ResultSkeleton />;
  }
  return children(data);
}

function explainMissingView(error: Error): string {
  if (error instanceof ViewPendingError) return texts.results.noView;
  return error instanceof ApiError && error.status === 404 ? texts.results.gone : error.message;
}
