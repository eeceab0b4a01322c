/** What one version of a pipeline changes in another, in words. */

import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { pipelineQueries } from "../../api/pipelines";
import { pipelineTexts } from "../../messages/pipelineTexts";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import "./compareVersions.css";

const texts = pipelineTexts.versions;

export const createCompareVersionsDialog =
  (pipeline: string, older: number, newer: number): Dialog =>
  ({ onClose }) => {
    const { data, error } = useQuery(pipelineQueries.diff(pipeline, older, newer));
    const changes = data?.changes.filter((change) => change.counts) ?? [];
    return (
      <Modal opened onClose={onClose} title={texts.compareTitle(newer, older)}>
        {error && <p>{error.message}</p>}
        {data && changes.length === 0 && <p>{texts.same}</p>}
        <ul className="version-changes">
          {changes.map((change) => (
            <li key={change.path.join(".")} data-kind={change.kind}>
              {change.words}
            </li>
          ))}
        </ul>
      </Modal>
    );
  };
