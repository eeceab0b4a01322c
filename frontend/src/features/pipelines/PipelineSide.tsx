/** The left pane: the design as it was published, with what a run may set framed, and all versions. */

import { useQuery } from "@tanstack/react-query";
import { toUrl } from "../../api/basePath";
import { hasRole } from "../../api/permissions";
import { type Pipeline, pipelineQueries, savePipelineAsModule } from "../../api/pipelines";
import { followInPage } from "../../lib/navigation";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { pipelineTexts as texts } from "../../messages/pipelineTexts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import { GraphThumbnail } from "../../ui/GraphThumbnail";
import { VersionList } from "./VersionList";
import "../../ui/textButton.css";
import "./pipelineSide.css";

interface Props {
  pipeline: Pipeline;
  version: number;
  onChoose: (version: number) => void;
}

export function PipelineSide({ pipeline, version, onChoose }: Props) {
  const { data } = useQuery(pipelineQueries.version(pipeline.id, version));
  const framed = data?.declared_nodes.map((node) => data.picture_nodes.indexOf(node)).filter((at) => at >= 0);
  return (
    <aside className="pipeline-side">
      <button
        type="button"
        className="pipeline-picture"
        aria-label={texts.openVersion(version)}
        title={texts.openVersion(version)}
        onClick={() => void openVersion(pipeline, version)}
      >
        {data && (
          <GraphThumbnail
            picture={data.picture}
            width={260}
            height={224}
            label={texts.picture(pipeline.name)}
            framed={framed}
          />
        )}
      </button>
      {data && (
        <p className="pipeline-facts">
          {texts.modules(data.picture_nodes.length)}
          {framed && framed.length > 0 && (
            <>
              {", "}
              <b>{texts.framed}</b>
              {texts.framedHelp}
            </>
          )}
        </p>
      )}
      <p className="pipeline-links">
        <a href={toUrl(`/designs/${pipeline.design_id}`)} onClick={followInPage}>
          {texts.openDesign}
        </a>
        {pipeline.is_module ? (
          <span title={texts.isModule(pipeline.name)}>{texts.inPalette}</span>
        ) : (
          hasRole("editor") && (
            <button type="button" className="text-button" onClick={() => void saveAsModule(pipeline)}>
              {texts.useAsModule}
            </button>
          )
        )}
      </p>
      <VersionList pipeline={pipeline} shown={version} onChoose={onChoose} />
    </aside>
  );
}

const openVersion = (pipeline: Pipeline, version: number) =>
  openDialog(async () => ({
    default: (await import("./VersionCanvasDialog")).createVersionCanvasDialog(pipeline, version),
  }));

async function saveAsModule(pipeline: Pipeline): Promise<void> {
  try {
    await savePipelineAsModule(pipeline.id);
    notifyDone(texts.isModule(pipeline.name));
  } catch (error) {
    notifyFailure(error);
  }
}
