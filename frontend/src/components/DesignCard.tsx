/** One design: the picture of its graph, the picture of its result, its name, and how its last run went. */

import { ActionIcon, Menu } from "@mantine/core";
import { IconCopy, IconDots, IconDownload, IconPencil, IconShare3, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { names } from "../actions/shareWords";
import { urlOf } from "../api/base";
import { deleteDesign, restoreDesign } from "../api/queries";
import type { DesignSummary } from "../api/types";
import { Plate } from "../canvas/Plate";
import { openDialog } from "../dialogs/open";
import { resultsMessages as say } from "../messages/results";
import { followHere } from "../navigation";
import { notifyDone, notifyFailure } from "../notify";
import { moment } from "../views/format";
import { ForEditors } from "./ForEditors";
import { GraphPicture } from "./GraphPicture";
import { headlineMetric } from "./headlineMetric";
import { openNew, renameDesign } from "./newDesign";
import { RenameDialog } from "./RenameDialog";
import { RunState } from "./RunState";
import "./designCard.css";

export function DesignCard({ design }: { design: DesignSummary }) {
  const [renaming, setRenaming] = useState(false);
  return (
    <article className="design-card">
      <div className="design-pictures">
        <GraphPicture picture={design.picture} width={158} height={134} label={say.home.picture(design.name)} />
        {design.glance && (
          <span className="design-plate">
            <Plate glance={design.glance} width={80} height={76} />
          </span>
        )}
      </div>
      <div className="design-facts">
        <h2>
          <a href={urlOf(`/designs/${design.id}`)} onClick={followHere}>
            {design.name}
          </a>
        </h2>
        <div className="design-status">
          {design.last_run ? (
            <RunState run={design.last_run} />
          ) : (
            <span className="status-line">
              <b>{say.home.notRun}</b>
              <span className="status-fact">
                {say.home.modules(design.modules)}, {moment(design.updated_at)}
              </span>
            </span>
          )}
          <span className="design-metric">{headlineMetric(design.last_run?.metrics)}</span>
        </div>
      </div>
      <DesignMenu design={design} onRename={() => setRenaming(true)} />
      {renaming && (
        <RenameDialog
          title={say.home.renameTitle}
          name={design.name}
          onRename={(name) => void renameDesign(design.id, name)}
          onClose={() => setRenaming(false)}
        />
      )}
    </article>
  );
}

const share = ({ id, name }: DesignSummary): Promise<void> =>
  openDialog(() => import("../dialogs/ShareDialog").then((loaded) => loaded.shareDialog(id, name)));

async function remove(design: DesignSummary): Promise<void> {
  try {
    await deleteDesign(design.id);
    notifyDone(say.home.deleted(design.name), () => void restoreDesign(design.id).catch(notifyFailure));
  } catch (error) {
    notifyFailure(error);
  }
}

function DesignMenu({ design, onRename }: { design: DesignSummary; onRename: () => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon className="design-menu" aria-label={say.home.more(design.name)}>
          <IconDots size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <ForEditors>
          <Menu.Item leftSection={<IconPencil size={15} stroke={1.6} />} onClick={onRename}>
            {say.home.rename}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconCopy size={15} stroke={1.6} />}
            onClick={() => void openNew({ copy_of: design.id })}
          >
            {say.home.duplicate}
          </Menu.Item>
          <Menu.Item leftSection={<IconShare3 size={15} stroke={1.6} />} onClick={() => void share(design)}>
            {names.share}
          </Menu.Item>
        </ForEditors>
        <Menu.Item
          component="a"
          href={urlOf(`/api/designs/${design.id}/export`)}
          download
          leftSection={<IconDownload size={15} stroke={1.6} />}
        >
          {say.home.export}
        </Menu.Item>
        <ForEditors>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={15} stroke={1.6} />} onClick={() => void remove(design)}>
            {say.home.delete}
          </Menu.Item>
        </ForEditors>
      </Menu.Dropdown>
    </Menu>
  );
}
