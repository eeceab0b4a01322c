/** What a page shows of files that are on their way. */

export interface UploadState {
  /** Send files that become one table. */
  start: (files: readonly File[], dataset?: string) => void;
  /** What is on its way, and the share that is sent. */
  current: { name: string; share: number } | null;
  failure: string | null;
}
