/** Uploading one table at a time. */

import { useState } from "react";
import type { DatasetSummary } from "../api/apiTypes";
import { uploadDataset } from "../api/queries";

export interface UploadState {
  start: (file: File, dataset?: string) => void;
  /** What is on its way, and the share that is sent. */
  current: { name: string; share: number } | null;
  failure: string | null;
}

export function useUpload(onDone: (dataset: DatasetSummary) => void | Promise<void>): UploadState {
  const [current, setCurrent] = useState<UploadState["current"]>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const send = async (file: File, dataset?: string) => {
    setFailure(null);
    setCurrent({ name: file.name, share: 0 });
    try {
      await onDone(await uploadDataset(file, (share) => setCurrent({ name: file.name, share }), dataset));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setCurrent(null);
    }
  };
  return { start: (file, dataset) => void send(file, dataset), current, failure };
}
