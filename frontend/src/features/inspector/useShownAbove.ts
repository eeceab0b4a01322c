/** Whether a problem of the field stands on top of the form already, so that the field need not say it again. */

import { useProblems } from "../../canvas/nodeSelectors";

export const useIsShownAbove = (node: string, field: string): boolean =>
  useProblems(node).some((problem) => problem.field === field);
