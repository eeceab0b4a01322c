/** How the step stands whose result it is, as a stamp: "Succeeded, 0.4 s". */

import { useStatus } from "../../canvas/facts";
import { StatusLine } from "../../canvas/StatusLine";
import { useDesign } from "../../stores/design";
import { useModule } from "../../stores/library";

export function Standing({ node }: { node: string }) {
  const placed = useDesign(({ document }) => document?.nodes[node]);
  const module = useModule(placed?.module);
  const status = useStatus(node, placed, module);
  return (
    <span className="full-standing">
      <StatusLine status={status} />
    </span>
  );
}
