/** The name of a pipeline, the way back to all, and what can be done with it as a whole. */

import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { toUrl } from "../../api/basePath";
import { hasRole } from "../../api/permissions";
import { deletePipeline, type Pipeline, restorePipeline } from "../../api/pipelines";
import { followInPage, navigate } from "../../lib/navigation";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { pipelineTexts as texts } from "../../messages/pipelineTexts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import "./pipelineHead.css";

export function PipelineHead({ pipeline }: { pipeline: Pipeline }) {
  const remove = async () => {
    try {
      await deletePipeline(pipeline.id);
      navigate("/pipelines");
      notifyDone(texts.deleted(pipeline.name), () => void restorePipeline(pipeline.id));
    } catch (error) {
      notifyFailure(error);
    }
  };
  const rename = () =>
    openDialog(async () => ({ default: (await import("./RenameDialog")).createRenameDialog(pipeline) }));
  return (
    <header className="pipeline-head">
      <nav>
        <a href={toUrl("/pipelines")} onClick={followInPage}>
          {texts.title}
        </a>
        <span aria-hidden="true">/</span>
      </nav>
      <h1>{pipeline.name}</h1>
      {hasRole("editor") && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={texts.more(pipeline.name)}>
              <IconDots size={17} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void rename()}>{texts.rename}</Menu.Item>
            <Menu.Item color="red" onClick={() => void remove()}>
              {texts.delete}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </header>
  );
}
