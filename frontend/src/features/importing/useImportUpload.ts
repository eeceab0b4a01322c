/** Files that are dropped or chosen on a page: sent, and opened in the import sheet. */

import { useState } from "react";
import type { UploadState } from "../../ui/uploadState";
import type { ImportHandlers } from "./ImportSheet";
import { importFiles } from "./openImport";

interface UploadOptions extends ImportHandlers {
  skipsPlainFiles?: boolean;
}

export function useImportUpload(handlers: UploadOptions): UploadState {
  const [current, setCurrent] = useState<UploadState["current"]>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const send = async (files: readonly File[], dataset?: string) => {
    setFailure(null);
    try {
      await importFiles({ files, dataset, ...handlers, onProgress: (name, share) => setCurrent({ name, share }) });
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setCurrent(null);
    }
  };
  return { start: (files, dataset) => void send(files, dataset), current, failure };
}
