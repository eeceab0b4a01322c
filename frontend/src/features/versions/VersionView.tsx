/** A version of the open design in place of its canvas: to look at, to compare with now, to restore. */

import { Button, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { DesignDiff } from "../../api/apiTypes";
import { getJson, postJson } from "../../api/client";
import type { Edit } from "../../api/designDocument";
import { createDesign } from "../../api/queries";
import { navigate } from "../../lib/navigation";
import { notifyFailure } from "../../lib/toasts";
import { versionTexts } from "../../messages/versionTexts";
import { flushChanges, restoreInDesign, useDesign } from "../../stores/designStore";
import {
  type HistoryPoint,
  leaveVersionPreview,
  useVersionPreview,
  type VersionPreviewMode as View,
} from "../../stores/versionPreview";
import { ChangeList } from "../comparison/ChangeList";
import { ComparedCanvas } from "../comparison/ComparedCanvas";
import { listChangedNodes } from "../comparison/changedNodes";
import "./versionView.css";
import "../comparison/comparedCanvas.css";

const texts = versionTexts.past;
const VIEWS = Object.entries(texts.views).map(([value, label]) => ({ value, label }));

export default function VersionView() {
  const shown = useVersionPreview((store) => store.shown);
  const id = useDesign((store) => store.id);
  if (!shown || !id) return null;
  return <ShownVersion key={shown.point} design={id} shown={shown} />;
}

function ShownVersion({ design, shown }: { design: string; shown: HistoryPoint }) {
  const view = useVersionPreview((store) => store.view);
  const revision = useDesign(({ localCopy }) => localCopy?.revision ?? 0);
  const [lookAt, setLookAt] = useState<{ node: string } | null>(null);
  const { data, error } = useQuery({
    queryKey: ["changes", design, shown.point, revision],
    queryFn: () => getJson<DesignDiff>(`/api/designs/${design}/diff?old=${encodeURIComponent(shown.point)}`),
  });
  useCloseOnEscape();
  const changed = useMemo(() => listChangedNodes(data?.changes ?? []), [data]);
  return (
    <section className="past" aria-label={texts.title(shown.name)}>
      <VersionBar design={design} shown={shown} changes={data?.changes.length ?? null} />
      {error && <p className="past-none">{error.message}</p>}
      {data && (
        <div className="past-body">
          <ComparedCanvas
            old={data.old}
            now={view === "before" ? data.old : data.new}
            changed={changed}
            marking={view === "both"}
            lookAt={lookAt}
            label={texts.canvas}
          />
          {view === "both" && (
            <aside className="past-side" aria-label={texts.list}>
              <ChangeList changes={data.changes} onNode={(node) => setLookAt({ node })} />
            </aside>
          )}
        </div>
      )}
    </section>
  );
}

function VersionBar({ design, shown, changes }: { design: string; shown: HistoryPoint; changes: number | null }) {
  const view = useVersionPreview((store) => store.view);
  return (
    <header className="past-bar">
      <h2>{view === "both" ? texts.comparing(shown.name, texts.now) : texts.title(shown.name)}</h2>
      {changes !== null && <span className="past-count">{changes === 0 ? texts.same : texts.changes(changes)}</span>}
      <SegmentedControl
        size="xs"
        aria-label={texts.show}
        data={VIEWS}
        value={view}
        onChange={(chosen) => useVersionPreview.setState({ view: chosen as View })}
      />
      <Button size="compact-sm" variant="default" onClick={() => void openVersionAsDesign(shown)}>
        {texts.openAsNew}
      </Button>
      <Button size="compact-sm" disabled={changes === 0} onClick={() => void restoreVersion(design, shown)}>
        {texts.restore}
      </Button>
      <Button size="compact-sm" variant="default" onClick={leaveVersionPreview}>
        {texts.close}
      </Button>
    </header>
  );
}

/** An ordinary change: it can be undone like any other. */
async function restoreVersion(design: string, shown: HistoryPoint): Promise<void> {
  try {
    await flushChanges();
    const { edits } = await postJson<{ edits: Edit[] }>(
      `/api/designs/${design}/restorations?to=${encodeURIComponent(shown.point)}`,
    );
    restoreInDesign(texts.restored(shown.name), edits);
    leaveVersionPreview();
  } catch (error) {
    notifyFailure(error);
  }
}

async function openVersionAsDesign(shown: HistoryPoint): Promise<void> {
  const [kind, id] = shown.point.split(":");
  try {
    const created = await createDesign(kind === "run" ? { run: id! } : { version: id! });
    leaveVersionPreview();
    navigate(`/designs/${created.id}`);
  } catch (error) {
    notifyFailure(error);
  }
}

function useCloseOnEscape(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || document.querySelector("[role=dialog]")) return;
      event.stopPropagation();
      leaveVersionPreview();
    };
    addEventListener("keydown", onKey, { capture: true });
    return () => removeEventListener("keydown", onKey, { capture: true });
  }, []);
}
