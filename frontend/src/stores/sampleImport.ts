/** The sample data that the server reads at its first start show as they come, in a page that was there before them. */

import { getJson } from "../api/client";
import { queryClient } from "../api/queries";
import { loadDatasets } from "./catalogStore";

const IMPORT_POLL_INTERVAL = 700;
/** A server that does not answer is asked again later, and given up after some minutes. */
const MAX_IMPORT_POLL_INTERVAL = 20_000;

export interface ImportProgressSource {
  /** How many are still to come. */
  countRemaining: () => Promise<number>;
  refreshDatasets: () => Promise<void>;
  wait: (milliseconds: number) => Promise<void>;
}

const SERVER_PROGRESS: ImportProgressSource = {
  countRemaining: async () => (await getJson<{ left: number }>("/api/samples/import-status")).left,
  refreshDatasets: async () => {
    await loadDatasets();
    await queryClient.invalidateQueries({ queryKey: ["datasets"] });
  },
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** Read the datasets again whenever there are more of them; resolves when none is left to come. */
export async function followSampleImport({
  countRemaining,
  refreshDatasets,
  wait: pause,
}: ImportProgressSource = SERVER_PROGRESS): Promise<void> {
  let before = Number.POSITIVE_INFINITY;
  let wait = IMPORT_POLL_INTERVAL;
  while (wait < MAX_IMPORT_POLL_INTERVAL) {
    try {
      const now = await countRemaining();
      // Also the first time: some may have come between the writing of the page and its own first look.
      if (now !== before) await refreshDatasets();
      if (now === 0) return;
      before = now;
      wait = IMPORT_POLL_INTERVAL;
    } catch {
      wait *= 2;
    }
    await pause(wait);
  }
}
