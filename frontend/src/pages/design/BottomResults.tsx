/** The result at the port that was clicked, under the canvas. */

import { Suspense } from "react";
import { getGuestAccess } from "../../api/accessMode";
import { lazyWithRetry } from "../../lib/lazy";
import { appTexts } from "../../messages/appTexts";
import { useOutput } from "../../stores/runStore";
import { useUi } from "../../stores/uiStore";
import { EmptyState } from "../../ui/EmptyState";
import type { BottomTabProps } from "./bottomTabs/bottomTab";

const ResultsView = lazyWithRetry(() =>
  import("../../features/results/ResultsView").then((module) => ({ default: module.ResultsView })),
);
const SeenResult = lazyWithRetry(() => import("../../features/sharing/GuestResult"));

export function BottomResults({ slot }: BottomTabProps) {
  const result = useUi((ui) => ui.result);
  if (!result) return <EmptyState title={appTexts.bottom.noResult} />;
  return <BottomResult key={`${result.node} ${result.port}`} node={result.node} port={result.port} slot={slot} />;
}

function BottomResult({ node, port, slot }: { node: string; port: string; slot: HTMLElement | null }) {
  const output = useOutput(node, port);
  if (!output) return <EmptyState title={appTexts.bottom.noResult} />;
  return (
    <Suspense fallback={<EmptyState title={appTexts.loading} />}>
      {getGuestAccess() ? (
        <SeenResult output={output} node={node} port={port} />
      ) : (
        <ResultsView artifact={output.artifact} port={port} node={node} slot={slot} />
      )}
    </Suspense>
  );
}
