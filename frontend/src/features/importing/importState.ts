/** What somebody decides in the import sheet, how it is taken back, and what the server makes of it. */

import { useEffect, useRef, useState } from "react";
import type { ColumnReading, ImportRead, ReadingOptions, ReadingReport } from "../../api/apiTypes";
import { addImportFile, keepImportFileApart, previewImport, removeImportFile } from "../../api/imports";

export interface ImportState {
  pending: ImportRead;
  /** Of the dataset that is made: that of the first file, unless it has one already. */
  name: string;
  /** The dataset that has this name already. */
  sameName: ImportRead["same_name"];
  /** Whether the file becomes the next version of that dataset, rather than a new dataset. */
  asVersion: boolean;
  setAsVersion: (asVersion: boolean) => void;
  files: ImportRead["files"];
  options: ReadingOptions;
  report: ReadingReport;
  /** The server reads the first rows again. */
  busy: boolean;
  /** The file that is on its way. */
  uploading: string | null;
  failure: string | null;
  isChanged: boolean;
  change: (patch: Partial<ReadingOptions>) => void;
  changeColumns: (patches: Record<string, Partial<ColumnReading>>) => void;
  /** Take back the last decision. */
  undo: () => void;
  addFiles: (files: readonly File[]) => void;
  removeFile: (position: number) => void;
  /** Have a file with other columns become a dataset of its own, after this one. */
  keepApart: (position: number) => void;
  /** The files that were kept apart, in their order. */
  apart: ImportRead[];
  /** Whether files like this one are read the same way from now on. */
  shared: boolean;
  setShared: (shared: boolean) => void;
  /** Whether anything is decided that files like this one could be read by. */
  isDecided: boolean;
  /** Read the file by what is found out about it alone. */
  detectAgain: () => void;
}

const NOTHING_DECIDED: ReadingOptions = {
  delimiter: null,
  decimal: "auto",
  thousands: "auto",
  date_order: "auto",
  encoding: "auto",
  has_header: "auto",
  skip_rows: null,
  skip_last_rows: null,
  sheet: null,
  missing_words: null,
  file_shape: null,
  columns: {},
};

const hasDecisions = (options: ReadingOptions): boolean =>
  JSON.stringify({ ...NOTHING_DECIDED, ...options, file_shape: null }) !== JSON.stringify(NOTHING_DECIDED);

const NO_DECISION: ColumnReading = { name: null, type: null, date_order: "auto", unit: null };

export function useImportState(pending: ImportRead): ImportState {
  const [files, setFiles] = useState(pending.files);
  const [history, setHistory] = useState<ReadingOptions[]>([]);
  const [options, setOptions] = useState(pending.options);
  const [apart, setApart] = useState<ImportRead[]>([]);
  const [sharing, setShared] = useState<boolean | null>(null);
  const [uploading, setUploading] = useState<string | null>(null);
  const [asVersion, setAsVersion] = useState(false);
  const preview = usePreview(pending, options);
  const setNext = (next: ReadingOptions) => {
    setHistory((before) => [...before, options]);
    setOptions(next);
  };
  const undo = () => {
    const former = history.at(-1);
    if (!former) return;
    setHistory(history.slice(0, -1));
    setOptions(former);
  };
  const addFiles = async (added: readonly File[]) => {
    try {
      for (const file of added) {
        setUploading(file.name);
        setFiles(await addImportFile(pending.id, file, () => undefined));
      }
    } catch (error) {
      preview.fail(error);
    }
    setUploading(null);
    preview.readAgain();
  };
  const removeFile = async (position: number) => {
    try {
      await removeImportFile(pending.id, position);
      setFiles(files.filter((_, at) => at !== position));
      preview.readAgain();
    } catch (error) {
      preview.fail(error);
    }
  };
  const keepApart = async (position: number) => {
    try {
      const made = await keepImportFileApart(pending.id, position);
      setApart((before) => [...before, made]);
      setFiles(files.filter((_, at) => at !== position));
      preview.readAgain();
    } catch (error) {
      preview.fail(error);
    }
  };
  const isDecided = hasDecisions(options);
  // The shape is that of the file that came first.
  const shape = files[0]?.name === pending.files[0]?.name ? pending.shape : null;
  const shared = isDecided && (sharing ?? true);
  const name = (pending.dataset === null && files[0]?.dataset_name) || pending.name;
  const sameName = pending.same_name?.name === name ? pending.same_name : null;
  return {
    ...{ pending, files, uploading, undo, apart, isDecided, shared, setShared, name, sameName, setAsVersion },
    asVersion: asVersion && sameName !== null,
    options: shape ? { ...options, file_shape: shared ? shape : null } : options,
    keepApart: (position) => void keepApart(position),
    detectAgain: () => setNext(NOTHING_DECIDED),
    report: preview.report,
    busy: preview.busy,
    failure: preview.failure,
    isChanged: history.length > 0 || files !== pending.files,
    change: (patch) => setNext({ ...options, ...patch }),
    changeColumns: (patches) => setNext({ ...options, columns: mergeDecisions(options, patches) }),
    addFiles: (added) => void addFiles(added),
    removeFile: (position) => void removeFile(position),
  };
}

function mergeDecisions(
  { columns }: ReadingOptions,
  patches: Record<string, Partial<ColumnReading>>,
): ReadingOptions["columns"] {
  const merged = { ...columns };
  for (const [name, patch] of Object.entries(patches)) {
    const next = { ...NO_DECISION, ...merged[name], ...patch };
    if (next.name === null && next.type === null && next.unit === null && next.date_order === "auto")
      delete merged[name];
    else merged[name] = next;
  }
  return merged;
}

/** The first rows by these options. While they are read again the former ones stay; the newest question wins. */
function usePreview(pending: ImportRead, options: ReadingOptions) {
  const [report, setReport] = useState(pending.report);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  // Of several files that came together the report knows the first only.
  const known = pending.report.files.length === pending.files.length;
  const asked = useRef(known ? JSON.stringify([pending.options, 0]) : "");
  useEffect(() => {
    const question = JSON.stringify([options, round]);
    if (asked.current === question) return;
    asked.current = question;
    setBusy(true);
    previewImport(pending.id, options)
      .then((answer) => {
        if (asked.current !== question) return;
        setReport(answer);
        setFailure(null);
        setBusy(false);
      })
      .catch((error: Error) => {
        if (asked.current !== question) return;
        setFailure(error.message);
        setBusy(false);
      });
  }, [pending.id, options, round]);
  const fail = (error: unknown) => setFailure(error instanceof Error ? error.message : String(error));
  return { report, busy, failure, fail, readAgain: () => setRound((before) => before + 1) };
}
