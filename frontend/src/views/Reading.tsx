/** Waits for what is to be shown of an artifact, and says why where there is nothing. */

import { Loader } from "@mantine/core";
import type { ReactNode } from "react";
import { Refused } from "../api/client";
import { NoViewYet, useArtifact } from "../api/queries";
import type { Artifact } from "../api/types";
import { resultsMessages as say } from "../messages/results";

export function Reading({ artifact, children }: { artifact: string; children: (data: Artifact) => ReactNode }) {
  const { data, error } = useArtifact(artifact);
  if (error) {
    return <p className="results-message">{whyNothing(error)}</p>;
  }
  if (!data) {
    return (
      <p className="results-message results-loading">
        <Loader size="xs" /> {say.results.loading}
      </p>
    );
  }
  return children(data);
}

function whyNothing(error: Error): string {
  if (error instanceof NoViewYet) return say.results.noView;
  return error instanceof Refused && error.status === 404 ? say.results.gone : error.message;
}
