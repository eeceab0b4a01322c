/** The place where a table is dropped, or chosen from a dialog. Says how far the upload has come, and why it failed. */

import { Button, FileButton, Progress } from "@mantine/core";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { collectDroppedFiles, DATA_FORMATS, sortChosenFiles } from "../lib/droppedFiles";
import { formatPercent } from "../lib/format";
import { notifyFailure } from "../lib/toasts";
import { importTexts } from "../messages/importTexts";
import { resultTexts as texts } from "../messages/resultTexts";
import { importFile, isDesignFile } from "../stores/importDesignFile";
import { TableIllustration } from "./TablePicture";
import type { UploadState } from "./uploadState";
import "./dropzone.css";
import "./textButton.css";

export function Dropzone({ upload, compact = false }: { upload: UploadState; compact?: boolean }) {
  const folder = useRef<HTMLInputElement>(null);
  const over = useDroppedFiles((files) => {
    const [first] = files;
    if (first && isDesignFile(first)) void importFile(first).catch(notifyFailure);
    else upload.start(files);
  });
  return (
    <section className="drop-box" aria-label={texts.home.drop} data-over={over || undefined}>
      {!compact && <TableIllustration />}
      <h2>{over ? texts.home.dropNow : texts.home.drop}</h2>
      {upload.current ? (
        <UploadProgress {...upload.current} />
      ) : (
        <>
          <p>{texts.home.dropHelp}</p>
          <FileButton multiple accept={DATA_FORMATS} onChange={(files) => files.length > 0 && upload.start(files)}>
            {(props) => (
              <Button variant="default" {...props}>
                {texts.home.choose}
              </Button>
            )}
          </FileButton>
          <button type="button" className="text-button drop-folder" onClick={() => folder.current?.click()}>
            {importTexts.chooseFolder}
          </button>
          <input
            ref={folder}
            hidden
            type="file"
            aria-label={importTexts.chooseFolder}
            {...{ webkitdirectory: "" }}
            onChange={({ currentTarget }) => {
              const files = sortChosenFiles([...(currentTarget.files ?? [])]);
              currentTarget.value = "";
              if (files.length > 0) upload.start(files);
            }}
          />
        </>
      )}
      {upload.failure && (
        <p className="drop-failure" role="alert">
          {upload.failure}
        </p>
      )}
      <p className="drop-small">{texts.home.stays}</p>
    </section>
  );
}

/** Takes what is let go anywhere on the page, unless a dialog lies over it. Says whether something is above. */
function useDroppedFiles(onFiles: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const takes = (event: DragEvent) =>
    event.dataTransfer?.types.includes("Files") && !document.querySelector("[aria-modal=true]");
  const hover = useEffectEvent((event: DragEvent) => {
    if (!takes(event)) return;
    event.preventDefault();
    setOver(true);
  });
  const drop = useEffectEvent((event: DragEvent) => {
    setOver(false);
    const transfer = takes(event) ? event.dataTransfer : null;
    if (!transfer || transfer.files.length === 0) return;
    event.preventDefault();
    void collectDroppedFiles(transfer).then((files) => files.length > 0 && onFiles(files), notifyFailure);
  });
  useEffect(() => {
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    document.addEventListener("dragover", hover);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", hover);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
    };
  }, []);
  return over;
}

function UploadProgress({ name, share }: { name: string; share: number }) {
  return (
    <div className="drop-progress" role="status">
      <Progress value={share * 100} size={4} aria-label={name} />
      <p>{share < 1 ? texts.home.uploading(name, formatPercent(share, 0)) : texts.home.reading(name)}</p>
    </div>
  );
}
