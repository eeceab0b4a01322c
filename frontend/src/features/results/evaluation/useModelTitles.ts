/** The titles that the models of a node had in the run on the screen. */

import { useRun } from "../../../stores/runStore";

export const useModelTitles = (node: string | null | undefined): readonly string[] | undefined =>
  useRun(({ run }) => (node ? run?.model_titles?.[node] : undefined));
