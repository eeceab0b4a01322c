/** Files that are looked at before they become a dataset. */

import type { DatasetSummary, ImportRead, ReadingOptions, ReadingReport } from "./apiTypes";
import { deleteResource, postJson, uploadFile } from "./client";
import { refreshQueries } from "./queries";

type Progress = (share: number) => void;

/** Upload a file to look at; with `dataset`, as its next version. */
export function startImport(file: File, onProgress: Progress, dataset?: string): Promise<ImportRead> {
  const about = new URLSearchParams({ file_name: file.name, ...(dataset ? { dataset } : {}) });
  return uploadFile<ImportRead>(`/api/imports?${about}`, file, onProgress);
}

/** Look at the stored files of a dataset again. */
export const startReadingAgain = (dataset: string, version: number): Promise<ImportRead> =>
  postJson<ImportRead>(`/api/datasets/${encodeURIComponent(dataset)}/import?version=${version}`);

export const addImportFile = (id: string, file: File, onProgress: Progress): Promise<ImportRead["files"]> =>
  uploadFile(`/api/imports/${id}/files?${new URLSearchParams({ file_name: file.name })}`, file, onProgress);

export const removeImportFile = (id: string, position: number): Promise<void> =>
  deleteResource(`/api/imports/${id}/files/${position}`);

/** Make an import of its own of a file with other columns. */
export const keepImportFileApart = (id: string, position: number): Promise<ImportRead> =>
  postJson<ImportRead>(`/api/imports/${id}/files/${position}/apart`);

export const previewImport = (id: string, options: ReadingOptions): Promise<ReadingReport> =>
  postJson<ReadingReport>(`/api/imports/${id}/preview`, { options });

/** Read all rows: a dataset of this name, or the next version of `dataset`. */
export async function finishImport(
  id: string,
  options: ReadingOptions,
  name: string,
  dataset: string | null,
): Promise<DatasetSummary> {
  const made = await postJson<DatasetSummary>(`/api/imports/${id}/dataset`, { options, name, dataset });
  await refreshQueries("datasets");
  return made;
}

export const cancelImport = (id: string): Promise<void> => deleteResource(`/api/imports/${id}`);
