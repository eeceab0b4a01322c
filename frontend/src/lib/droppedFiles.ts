/** The files that were dropped, those in folders among them, by name. */

/** The ends of the files that hold data. */
export const DATA_FORMATS = ".csv,.tsv,.txt,.parquet,.xlsx,.json,.jsonl,.ndjson,.zip";

const byPath = (one: FoundFile, other: FoundFile): number =>
  one.path.localeCompare(other.path, "en", { numeric: true });

interface FoundFile {
  path: string;
  file: File;
}

/** Hidden files, as systems put them into folders, are no data. */
const isHidden = (path: string): boolean => path.split("/").some((part) => part.startsWith("."));

/** Called while the drop is handled: what was dropped can't be asked for later. */
export async function collectDroppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) return [...transfer.files];
  const found = await Promise.all(entries.map((entry) => (entry ? collectEntry(entry) : [])));
  return found
    .flat()
    .filter(({ path }) => !isHidden(path))
    .sort(byPath)
    .map(({ file }) => file);
}

/** The files that were chosen, or that a chosen folder holds. */
export const sortChosenFiles = (files: readonly File[]): File[] =>
  files
    .map((file) => ({ path: file.webkitRelativePath || file.name, file }))
    .filter(({ path }) => !isHidden(path))
    .sort(byPath)
    .map(({ file }) => file);

async function collectEntry(entry: FileSystemEntry): Promise<FoundFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path: entry.fullPath.slice(1), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FoundFile[] = [];
  // A folder is told in portions, until one is empty.
  for (let portion = await readPortion(reader); portion.length > 0; portion = await readPortion(reader))
    for (const inner of portion) found.push(...(await collectEntry(inner)));
  return found;
}

const readPortion = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject));
