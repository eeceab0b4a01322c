/** The place where a table is dropped, or chosen from a dialog. Says how far the upload has come, and why it failed. */

import { Button, FileButton, Progress } from "@mantine/core";
import { useEffect, useEffectEvent, useState } from "react";
import { importFile, isPicture } from "../actions/importDesign";
import { resultsMessages as say } from "../messages/results";
import { notifyFailure } from "../notify";
import { percent } from "../views/format";
import { TablePicture } from "./TablePicture";
import type { Upload } from "./useUpload";
import "./dropBox.css";

const FORMATS = ".csv,.tsv,.txt,.parquet,.xlsx,.json,.jsonl,.ndjson,.zip";

export function DropBox({ upload, compact = false }: { upload: Upload; compact?: boolean }) {
  const over = useDropped((file) => {
    if (isPicture(file)) void importFile(file).catch(notifyFailure);
    else upload.start(file);
  });
  return (
    <section className="drop-box" aria-label={say.home.drop} data-over={over || undefined}>
      {!compact && <TablePicture />}
      <h2>{over ? say.home.dropNow : say.home.drop}</h2>
      {upload.current ? (
        <Uploading {...upload.current} />
      ) : (
        <>
          <p>{say.home.dropHelp}</p>
          <FileButton accept={FORMATS} onChange={(file) => file && upload.start(file)}>
            {(props) => (
              <Button variant="default" {...props}>
                {say.home.choose}
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
      <p className="drop-small">{say.home.stays}</p>
    </section>
  );
}

/** Takes the file that is let go anywhere on the page, unless a dialog lies over it. Says whether one is above. */
function useDropped(take: (file: File) => void): boolean {
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
    take(file);
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

function Uploading({ name, share }: { name: string; share: number }) {
  return (
    <div className="drop-progress" role="status">
      <Progress value={share * 100} size={4} aria-label={name} />
      <p>{share < 1 ? say.home.uploading(name, percent(share, 0)) : say.home.reading(name)}</p>
    </div>
  );
}
