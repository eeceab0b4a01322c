/** From files to the import sheet: they are sent, looked at, and shown. */

import type { DatasetSummary, ImportRead } from "../../api/apiTypes";
import { addImportFile, cancelImport, finishImport, startImport, startReadingAgain } from "../../api/imports";
import { uploadDataset } from "../../api/queries";
import { notifyFailure } from "../../lib/toasts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import type { ImportHandlers } from "./ImportSheet";

/** What needs no look: a zip is kept as it is. */
const isKeptAsItIs = (file: File): boolean => /\.zip$/i.test(file.name);

interface ImportRequest extends ImportHandlers {
  files: readonly File[];
  /** The dataset whose next version it becomes. */
  dataset?: string | undefined;
  onProgress: (name: string, share: number) => void;
  /** Files in which nothing is to decide are imported without a stop: whoever wants a model has it sooner. */
  skipsPlainFiles?: boolean;
}

/** Whether any program would read the files as they are read here. */
const isPlain = ({ report }: ImportRead): boolean =>
  !report.refusal &&
  report.columns.every((column) => !column.converted && !column.undecided) &&
  report.files.every((file) => file.skipped_rows === 0 && file.encoding_certain);

/** Whether other options may read what could not be read by these. */
const isHopeless = ({ report }: ImportRead): boolean =>
  report.refusal !== null && report.files.every((file) => file.lines.length === 0 && file.sheets.length === 0);

/** Send files and open the sheet on them as one table. A zip becomes a dataset at once. */
export async function importFiles(request: ImportRequest): Promise<void> {
  const { files, dataset, onProgress, skipsPlainFiles = false, ...handlers } = request;
  const [first, ...others] = files;
  if (!first) return;
  if (isKeptAsItIs(first)) {
    handlers.onImported(await uploadDataset(first, (share) => onProgress(first.name, share), dataset));
    return;
  }
  let pending: ImportRead = await startImport(first, (share) => onProgress(first.name, share), dataset);
  for (const file of others) {
    const uploaded = await addImportFile(pending.id, file, (share) => onProgress(file.name, share));
    pending = { ...pending, files: uploaded };
  }
  if (isHopeless(pending)) {
    void cancelImport(pending.id).catch(() => undefined);
    throw new Error(pending.report.refusal?.message);
  }
  if (skipsPlainFiles && others.length === 0 && isPlain(pending))
    handlers.onImported(await finishImport(pending.id, pending.options, pending.name, null));
  else await openSheet(pending, handlers);
}

/** Open the sheet on the stored files of a version. */
export async function readAgain(
  { id }: DatasetSummary,
  version: number,
  onImported: ImportHandlers["onImported"],
): Promise<void> {
  try {
    await openSheet(await startReadingAgain(id, version), { onImported });
  } catch (error) {
    notifyFailure(error);
  }
}

const openSheet = (pending: ImportRead, handlers: ImportHandlers): Promise<void> =>
  openDialog(() =>
    import("./ImportSheet").then(({ createImportSheet }) => ({ default: createImportSheet(pending, handlers) })),
  );
