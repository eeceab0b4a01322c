/** The sample data that the server reads at its first start show as they come, in a page that was there before them. */

import { get } from "../api/client";
import { queryClient } from "../api/queries";
import { loadDatasets } from "./library";

const PAUSE = 700;
/** A server that does not answer is asked again later, and given up after some minutes. */
const LONGEST_PAUSE = 20_000;

export interface World {
  /** How many are still to come. */
  left: () => Promise<number>;
  arrived: () => Promise<void>;
  pause: (milliseconds: number) => Promise<void>;
}

const WORLD: World = {
  left: async () => (await get<{ left: number }>("/api/samples/coming")).left,
  arrived: async () => {
    await loadDatasets();
    await queryClient.invalidateQueries({ queryKey: ["datasets"] });
  },
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** Read the datasets again whenever there are more of them; resolves when none is left to come. */
export async function followSamples({ left, arrived, pause }: World = WORLD): Promise<void> {
  let before = Number.POSITIVE_INFINITY;
  let wait = PAUSE;
  while (wait < LONGEST_PAUSE) {
    try {
      const now = await left();
      // Also the first time: some may have come between the writing of the page and its own first look.
      if (now !== before) await arrived();
      if (now === 0) return;
      before = now;
      wait = PAUSE;
    } catch {
      wait *= 2;
    }
    await pause(wait);
  }
}
