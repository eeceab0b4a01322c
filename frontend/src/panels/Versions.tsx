/** The versions of the design: named ones and those that were kept by themselves, newest first. */

import { Button } from "@mantine/core";
import { IconBookmark, IconBookmarkFilled, IconPlayerPlay, IconRestore } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { nameVersion } from "../actions/nameVersion";
import { get, patch, remove } from "../api/client";
import { queryClient } from "../api/queries";
import type { VersionSummary } from "../api/types";
import { together } from "../messages/together";
import { versionMessages } from "../messages/versions";
import { notifyFailure } from "../notify";
import { useDesign } from "../stores/design";
import { showPast } from "../stores/past";
import { useRun } from "../stores/run";
import { commentOn } from "../together/threads";

const say = versionMessages.versions;

export function Versions() {
  const design = useDesign((store) => store.id);
  const run = useRun((store) => store.run);
  const { data } = useQuery({
    queryKey: ["versions", design, run?.number ?? 0],
    queryFn: () => get<VersionSummary[]>(`/api/designs/${design}/versions`),
    staleTime: 0,
    enabled: design !== null,
  });
  return (
    <section className="history-versions" aria-label={say.list}>
      <header>
        <h2 className="caption">{say.title}</h2>
        {run && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => showPast({ point: `run:${run.id}`, name: say.runs(run.number) }, "both")}
          >
            {say.since}
          </Button>
        )}
        <Button size="compact-xs" variant="default" onClick={() => void nameVersion.perform()}>
          {say.name}
        </Button>
      </header>
      {data?.length === 0 && <p className="history-hint">{say.none}</p>}
      <ol>
        {data?.map((version) => (
          <Row key={version.id} design={design!} version={version} />
        ))}
      </ol>
    </section>
  );
}

const titleOf = ({ name, reason, run_number: run }: VersionSummary): string =>
  name ?? (run === null ? say.reasons[reason] : say.runs(run));

function Row({ design, version }: { design: string; version: VersionSummary }) {
  const [naming, setNaming] = useState(false);
  const point = { point: `version:${version.id}`, name: titleOf(version) };
  if (naming) return <Naming design={design} version={version} onDone={() => setNaming(false)} />;
  const Icon = version.name ? IconBookmarkFilled : version.run_number === null ? IconRestore : IconPlayerPlay;
  return (
    <li className="version-row">
      <Icon size={15} stroke={1.6} aria-hidden="true" />
      <button type="button" className="version-title" onClick={() => showPast(point, "before")} title={say.look}>
        <b>{point.name}</b>
        <span>{say.of(version.revision, version.created_at, version.person_name)}</span>
        {version.note && <i>{version.note}</i>}
      </button>
      <Button size="compact-xs" variant="subtle" onClick={() => showPast(point, "both")}>
        {say.compare}
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={() => commentOn({ version: version.id, title: point.name })}>
        {together.comments.onVersion}
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={() => setNaming(true)}>
        {say.rename}
      </Button>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={() => void forget(design, version.id)}>
        {say.forget}
      </Button>
    </li>
  );
}

interface NamingProps {
  design: string;
  version: VersionSummary;
  onDone: () => void;
}

function Naming({ design, version, onDone }: NamingProps) {
  const [name, setName] = useState(version.name ?? "");
  const save = async () => {
    try {
      await patch(`/api/designs/${design}/versions/${version.id}`, { name: name.trim(), note: version.note });
      await again(design);
      onDone();
    } catch (error) {
      notifyFailure(error);
    }
  };
  return (
    <li className="version-row">
      <IconBookmark size={15} stroke={1.6} aria-hidden="true" />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") void save();
        }}
      >
        <input
          // biome-ignore lint/a11y/noAutofocus: it was just asked for
          autoFocus
          aria-label={say.nameLabel}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && onDone()}
        />
        <Button type="submit" size="compact-xs">
          {say.save}
        </Button>
      </form>
    </li>
  );
}

const again = (design: string) => queryClient.invalidateQueries({ queryKey: ["versions", design] });

async function forget(design: string, version: string): Promise<void> {
  try {
    await remove(`/api/designs/${design}/versions/${version}`);
    await again(design);
  } catch (error) {
    notifyFailure(error);
  }
}
