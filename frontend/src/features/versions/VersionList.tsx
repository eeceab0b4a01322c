/** The versions of the design: named ones and those that were kept by themselves, newest first. */

import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconBookmark, IconBookmarkFilled, IconDots, IconPlayerPlay, IconRestore } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { nameVersionAction } from "../../actions/nameVersion";
import type { VersionSummary } from "../../api/apiTypes";
import { deleteResource, patchJson } from "../../api/client";
import { createVersionPagesQuery, getLoadedItems, getTotalCount } from "../../api/pagedQueries";
import { queryClient } from "../../api/queries";
import { notifyFailure } from "../../lib/toasts";
import { collaborationTexts } from "../../messages/collaborationTexts";
import { versionTexts } from "../../messages/versionTexts";
import { startComment } from "../../stores/commentThreads";
import { useDesign } from "../../stores/designStore";
import { useRun } from "../../stores/runStore";
import { showVersionPreview } from "../../stores/versionPreview";
import { LoadMore } from "../../ui/LoadMore";

const texts = versionTexts.versions;

export function VersionList() {
  const design = useDesign((store) => store.id);
  const run = useRun((store) => store.run);
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...createVersionPagesQuery(design, run?.number ?? 0),
    staleTime: 0,
    enabled: design !== null,
  });
  const [versions, total] = [getLoadedItems(data), getTotalCount(data) ?? 0];
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  return (
    <section className="history-versions" aria-label={texts.list}>
      <header>
        <h2 className="caption">{texts.title}</h2>
        {run && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => showVersionPreview({ point: `run:${run.id}`, name: texts.runs(run.number) }, "both")}
          >
            {texts.since}
          </Button>
        )}
        <Button size="compact-xs" variant="default" onClick={() => void nameVersionAction.perform()}>
          {texts.name}
        </Button>
      </header>
      {versions?.length === 0 && <p className="history-hint">{texts.none}</p>}
      <ol>
        {versions?.map((version) => (
          <VersionRow key={version.id} design={design!} version={version} />
        ))}
      </ol>
      {hasNextPage && (
        <LoadMore shown={versions?.length ?? 0} total={total} loading={isFetchingNextPage} onMore={more} />
      )}
    </section>
  );
}

const getVersionTitle = ({ name, reason, run_number: run }: VersionSummary): string =>
  name ?? (run === null ? texts.reasons[reason] : texts.runs(run));

function VersionRow({ design, version }: { design: string; version: VersionSummary }) {
  const [naming, setNaming] = useState(false);
  const point = { point: `version:${version.id}`, name: getVersionTitle(version) };
  if (naming) return <VersionNameForm design={design} version={version} onDone={() => setNaming(false)} />;
  const Icon = version.name ? IconBookmarkFilled : version.run_number === null ? IconRestore : IconPlayerPlay;
  return (
    <li className="version-row">
      <Icon size={15} stroke={1.6} aria-hidden="true" />
      <button
        type="button"
        className="version-title"
        onClick={() => showVersionPreview(point, "before")}
        title={texts.look}
      >
        <b>{point.name}</b>
        <span>{texts.of(version.revision, version.created_at, version.person_name)}</span>
        {version.note && <i>{version.note}</i>}
      </button>
      <Button size="compact-xs" variant="subtle" onClick={() => showVersionPreview(point, "both")}>
        {texts.compare}
      </Button>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon size={26} aria-label={texts.more(point.name)}>
            <IconDots size={16} stroke={1.8} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => startComment({ version: version.id, title: point.name })}>
            {collaborationTexts.comments.onVersion}
          </Menu.Item>
          <Menu.Item onClick={() => setNaming(true)}>{texts.rename}</Menu.Item>
          <Menu.Item color="red" onClick={() => void forgetVersion(design, version.id)}>
            {texts.forget}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}

interface VersionNameFormProps {
  design: string;
  version: VersionSummary;
  onDone: () => void;
}

function VersionNameForm({ design, version, onDone }: VersionNameFormProps) {
  const [name, setName] = useState(version.name ?? "");
  const save = async () => {
    try {
      await patchJson(`/api/designs/${design}/versions/${version.id}`, { name: name.trim(), note: version.note });
      await refetchVersions(design);
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
          aria-label={texts.nameLabel}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && onDone()}
        />
        <Button type="submit" size="compact-xs">
          {texts.save}
        </Button>
      </form>
    </li>
  );
}

const refetchVersions = (design: string) => queryClient.invalidateQueries({ queryKey: ["versions", design] });

async function forgetVersion(design: string, version: string): Promise<void> {
  try {
    await deleteResource(`/api/designs/${design}/versions/${version}`);
    await refetchVersions(design);
  } catch (error) {
    notifyFailure(error);
  }
}
