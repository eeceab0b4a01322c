/** One design: the picture of its graph, the picture of its result, its name, and how its last run went. */

import { ActionIcon, Menu } from "@mantine/core";
import { IconCopy, IconDots, IconDownload, IconPencil, IconShare3, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { shareActionNames } from "../../actions/shareActionNames";
import type { DesignSummary } from "../../api/apiTypes";
import { toUrl } from "../../api/basePath";
import { deleteDesign, restoreDesign } from "../../api/queries";
import { createAndOpenDesign, renameDesign } from "../../lib/createDesign";
import { formatMoment } from "../../lib/format";
import { followInPage } from "../../lib/navigation";
import { getRunFigure } from "../../lib/runFigure";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { resultTexts as texts } from "../../messages/resultTexts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import { RenameDialog } from "../../ui/dialogs/RenameDialog";
import { GraphThumbnail } from "../../ui/GraphThumbnail";
import { MetricFigure } from "../../ui/MetricFigure";
import { RequireEditor } from "../../ui/RequireEditor";
import { RunStateBadge } from "../../ui/RunState";
import { ThumbnailPicture } from "../../ui/ThumbnailPicture";
import "./designCard.css";

export function DesignCard({ design }: { design: DesignSummary }) {
  const [renaming, setRenaming] = useState(false);
  return (
    <article className="design-card">
      <div className="design-pictures">
        <GraphThumbnail picture={design.picture} width={158} height={134} label={texts.home.picture(design.name)} />
        {design.glance && (
          <span className="design-plate">
            <ThumbnailPicture glance={design.glance} width={80} height={76} />
          </span>
        )}
      </div>
      <div className="design-facts">
        <h2>
          <a href={toUrl(`/designs/${design.id}`)} onClick={followInPage}>
            {design.name}
          </a>
        </h2>
        <div className="design-status">
          {design.last_run ? (
            <RunStateBadge run={design.last_run} />
          ) : (
            <span className="run-state">
              <b>{texts.home.notRun}</b>
              <span className="run-state-fact">
                {texts.home.modules(design.modules)}, {formatMoment(design.updated_at)}
              </span>
            </span>
          )}
        </div>
        <div className="design-metric">
          <MetricFigure figure={getRunFigure(design.last_run?.evaluations)} />
        </div>
      </div>
      <DesignMenu design={design} onRename={() => setRenaming(true)} />
      {renaming && (
        <RenameDialog
          title={texts.home.renameTitle}
          name={design.name}
          onRename={(name) => void renameDesign(design.id, name)}
          onClose={() => setRenaming(false)}
        />
      )}
    </article>
  );
}

const openShareDialog = ({ id, name }: DesignSummary): Promise<void> =>
  openDialog(() => import("../sharing/ShareDialog").then((loaded) => loaded.createShareDialog(id, name)));

async function deleteDesignCard(design: DesignSummary): Promise<void> {
  try {
    await deleteDesign(design.id);
    notifyDone(texts.home.deleted(design.name), () => void restoreDesign(design.id).catch(notifyFailure));
  } catch (error) {
    notifyFailure(error);
  }
}

function DesignMenu({ design, onRename }: { design: DesignSummary; onRename: () => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon className="design-menu" aria-label={texts.home.more(design.name)}>
          <IconDots size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <RequireEditor>
          <Menu.Item leftSection={<IconPencil size={15} stroke={1.6} />} onClick={onRename}>
            {texts.home.rename}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconCopy size={15} stroke={1.6} />}
            onClick={() => void createAndOpenDesign({ copy_of: design.id })}
          >
            {texts.home.duplicate}
          </Menu.Item>
          <Menu.Item leftSection={<IconShare3 size={15} stroke={1.6} />} onClick={() => void openShareDialog(design)}>
            {shareActionNames.share}
          </Menu.Item>
        </RequireEditor>
        <Menu.Item
          component="a"
          href={toUrl(`/api/designs/${design.id}/export`)}
          download
          leftSection={<IconDownload size={15} stroke={1.6} />}
        >
          {texts.home.export}
        </Menu.Item>
        <RequireEditor>
          <Menu.Divider />
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={15} stroke={1.6} />}
            onClick={() => void deleteDesignCard(design)}
          >
            {texts.home.delete}
          </Menu.Item>
        </RequireEditor>
      </Menu.Dropdown>
    </Menu>
  );
}
