/** How the step stands whose result it is, as a stamp: "Succeeded, 0.4 s". */

import { useStatus } from "../../../canvas/nodeSelectors";
import { useModule } from "../../../stores/catalogStore";
import { useDesign } from "../../../stores/designStore";
import { StatusLine } from "../../../ui/StatusLine";

export function StepStatus({ node }: { node: string }) {
  const placed = useDesign(({ document }) => document?.nodes[node]);
  const module = useModule(placed?.module);
  const status = useStatus(node, placed, module);
  return (
    <span className="full-standing">
      <StatusLine status={status} className="full-status" />
    </span>
  );
}
