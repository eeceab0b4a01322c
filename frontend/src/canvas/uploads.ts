/** Tables that are on their way to the server, with the place on the canvas where they were dropped. */

import { create } from "zustand";

export interface Upload {
  id: number;
  file: string;
  at: { x: number; y: number };
  /** 0 to 1; at 1 the server is reading. */
  share: number;
}

interface Uploads {
  uploads: Upload[];
  start: (file: string, at: Upload["at"]) => number;
  progress: (id: number, share: number) => void;
  end: (id: number) => void;
}

let last = 0;

export const useUploads = create<Uploads>((set) => ({
  uploads: [],
  start: (file, at) => {
    last += 1;
    const upload = { id: last, file, at, share: 0 };
    set(({ uploads }) => ({ uploads: [...uploads, upload] }));
    return upload.id;
  },
  progress: (id, share) =>
    set(({ uploads }) => ({ uploads: uploads.map((one) => (one.id === id ? { ...one, share } : one)) })),
  end: (id) => set(({ uploads }) => ({ uploads: uploads.filter((one) => one.id !== id) })),
}));
