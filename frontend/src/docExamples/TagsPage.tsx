/** All tags of the runs in this workspace, the one of the address marked. */

import { useQuery } from "@tanstack/react-query";
import { getJson } from "../api/client";
import { versionTexts } from "../messages/versionTexts";
import { PageFrame } from "../pages/frame/PageFrame";

export default function TagsPage({ tag }: { tag?: string }) {
  const { data, error } = useQuery({ queryKey: ["run-tags"], queryFn: () => getJson<string[]>("/api/runs/tags") });
  return (
    <PageFrame title={versionTexts.runs.tagsLabel}>
      <header className="page-head">
        <h1>{versionTexts.runs.tagsLabel}</h1>
      </header>
      {error && <p className="page-message">{error.message}</p>}
      <ul>
        {data?.map((one) => (
          <li key={one} aria-current={one === tag ? "true" : undefined}>
            {one}
          </li>
        ))}
      </ul>
    </PageFrame>
  );
}
