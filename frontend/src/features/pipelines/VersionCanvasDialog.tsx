/** A version as it was published, on a canvas that nothing can be changed on. */

import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Design } from "../../api/designDocument";
import { type Pipeline, pipelineQueries } from "../../api/pipelines";
import { pipelineTexts as texts } from "../../messages/pipelineTexts";
import { loadCatalog } from "../../stores/catalogStore";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { ComparedCanvas } from "../comparison/ComparedCanvas";
import "./versionCanvas.css";

const NOTHING: ReadonlySet<string> = new Set();

export const createVersionCanvasDialog =
  (pipeline: Pipeline, version: number): Dialog =>
  ({ onClose }) => {
    const { data, error } = useQuery(pipelineQueries.version(pipeline.id, version));
    useEffect(() => void loadCatalog(), []);
    const document = data?.document as Design | undefined;
    return (
      <Modal opened onClose={onClose} title={texts.versionCanvas(pipeline.name, version)} size="min(1280px, 94vw)">
        {error && <p>{error.message}</p>}
        <div className="version-canvas">
          {document && (
            <ComparedCanvas
              old={document}
              now={document}
              changed={NOTHING}
              marking={false}
              lookAt={null}
              label={texts.versionCanvas(pipeline.name, version)}
            />
          )}
        </div>
      </Modal>
    );
  };
