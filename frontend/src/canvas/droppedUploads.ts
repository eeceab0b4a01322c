/** Tables that are on their way to the server, with the place on the canvas where they were dropped. */

import { create } from "zustand";

export interface DroppedUpload {
  id: number;
  file: string;
  at: { x: number; y: number };
  /** 0 to 1; at 1 the server is reading. */
  share: number;
}

interface UploadStore {
  uploads: DroppedUpload[];
  start: (file: string, at: DroppedUpload["at"]) => number;
  setProgress: (id: number, share: number) => void;
  end: (id: number) => void;
}

let lastUploadId = 0;

export const useUploads = create<UploadStore>((set) => ({
  uploads: [],
  start: (file, at) => {
    lastUploadId += 1;
    const upload = { id: lastUploadId, file, at, share: 0 };
    set(({ uploads }) => ({ uploads: [...uploads, upload] }));
    return upload.id;
  },
  setProgress: (id, share) =>
    set(({ uploads }) => ({ uploads: uploads.map((one) => (one.id === id ? { ...one, share } : one)) })),
  end: (id) => set(({ uploads }) => ({ uploads: uploads.filter((one) => one.id !== id) })),
}));
