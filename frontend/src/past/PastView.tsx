/** A version of the open design in place of its canvas: to look at, to compare with now, to restore. */

import { Button, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { get, post } from "../api/client";
import { createDesign } from "../api/queries";
import type { Changes } from "../api/types";
import type { Edit } from "../graph/types";
import { versionMessages } from "../messages/versions";
import { navigate } from "../navigation";
import { notifyFailure } from "../notify";
import { flushed, putBack, useDesign } from "../stores/design";
import { leavePast, type Point, usePast, type PastView as View } from "../stores/past";
import { ChangeList } from "./ChangeList";
import { ComparedCanvas } from "./ComparedCanvas";
import { changedNodes } from "./changed";

const say = versionMessages.past;
const VIEWS = Object.entries(say.views).map(([value, label]) => ({ value, label }));

export default function PastView() {
  const shown = usePast((store) => store.shown);
  const id = useDesign((store) => store.id);
  if (!shown || !id) return null;
  return <Shown key={shown.point} design={id} shown={shown} />;
}

function Shown({ design, shown }: { design: string; shown: Point }) {
  const view = usePast((store) => store.view);
  const revision = useDesign(({ replica }) => replica?.revision ?? 0);
  const [lookAt, setLookAt] = useState<{ node: string } | null>(null);
  const { data, error } = useQuery({
    queryKey: ["changes", design, shown.point, revision],
    queryFn: () => get<Changes>(`/api/designs/${design}/changes?old=${encodeURIComponent(shown.point)}`),
  });
  useEscape();
  const changed = useMemo(() => changedNodes(data?.changes ?? []), [data]);
  return (
    <section className="past" aria-label={say.title(shown.name)}>
      <Bar design={design} shown={shown} changes={data?.changes.length ?? null} />
      {error && <p className="past-none">{error.message}</p>}
      {data && (
        <div className="past-body">
          <ComparedCanvas
            old={data.old}
            now={view === "before" ? data.old : data.new}
            changed={changed}
            marking={view === "both"}
            lookAt={lookAt}
            label={say.canvas}
          />
          {view === "both" && (
            <aside className="past-side" aria-label={say.list}>
              <ChangeList changes={data.changes} onNode={(node) => setLookAt({ node })} />
            </aside>
          )}
        </div>
      )}
    </section>
  );
}

function Bar({ design, shown, changes }: { design: string; shown: Point; changes: number | null }) {
  const view = usePast((store) => store.view);
  return (
    <header className="past-bar">
      <h2>{view === "both" ? say.comparing(shown.name, say.now) : say.title(shown.name)}</h2>
      {changes !== null && <span className="past-count">{changes === 0 ? say.same : say.changes(changes)}</span>}
      <SegmentedControl
        size="xs"
        aria-label={say.show}
        data={VIEWS}
        value={view}
        onChange={(chosen) => usePast.setState({ view: chosen as View })}
      />
      <Button size="compact-sm" variant="default" onClick={() => void openAsNew(shown)}>
        {say.openAsNew}
      </Button>
      <Button size="compact-sm" disabled={changes === 0} onClick={() => void restore(design, shown)}>
        {say.restore}
      </Button>
      <Button size="compact-sm" variant="default" onClick={leavePast}>
        {say.close}
      </Button>
    </header>
  );
}

/** An ordinary change: it can be undone like any other. */
async function restore(design: string, shown: Point): Promise<void> {
  try {
    await flushed();
    const { edits } = await post<{ edits: Edit[] }>(
      `/api/designs/${design}/restoring?to=${encodeURIComponent(shown.point)}`,
    );
    putBack(say.restored(shown.name), edits);
    leavePast();
  } catch (error) {
    notifyFailure(error);
  }
}

async function openAsNew(shown: Point): Promise<void> {
  const [kind, id] = shown.point.split(":");
  try {
    const made = await createDesign(kind === "run" ? { run: id! } : { version: id! });
    leavePast();
    navigate(`/designs/${made.id}`);
  } catch (error) {
    notifyFailure(error);
  }
}

function useEscape(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || document.querySelector("[role=dialog]")) return;
      event.stopPropagation();
      leavePast();
    };
    addEventListener("keydown", onKey, { capture: true });
    return () => removeEventListener("keydown", onKey, { capture: true });
  }, []);
}
