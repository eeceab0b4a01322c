/** The place where a table is dropped, or chosen from a dialog. Says how far the upload has come, and why it failed. */

import { Button, FileButton, Progress } from "@mantine/core";
import { useEffect, useEffectEvent, useState } from "react";
import { formatPercent } from "../lib/format";
import { notifyFailure } from "../lib/toasts";
import { resultTexts as texts } from "../messages/resultTexts";
import { importFile, isPictureFile } from "../stores/importDesignFile";
import { TableIllustration } from "./TablePicture";
import type { UploadState } from "./useUpload";
import "./dropzone.css";

const FORMATS = ".csv,.tsv,.txt,.parquet,.xlsx,.json,.jsonl,.ndjson,.zip";

export function Dropzone({ upload, compact = false }: { upload: UploadState; compact?: boolean }) {
  const over = useDroppedFile((file) => {
    if (isPictureFile(file)) void importFile(file).catch(notifyFailure);
    else upload.start(file);
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
          <FileButton accept={FORMATS} onChange={(file) => file && upload.start(file)}>
            {(props) => (
              <Button variant="default" {...props}>
                {texts.home.choose}
              </Button>
            )}
          </FileButton>
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

/** Takes the file that is let go anywhere on the page, unless a dialog lies over it. Says whether one is above. */
function useDroppedFile(onFile: (file: File) => void): boolean {
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
    const file = takes(event) ? event.dataTransfer?.files[0] : undefined;
    if (!file) return;
    event.preventDefault();
    onFile(file);
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
