/** The foot of the page on a phone: outline, results, problems, canvas. */

import { IconAlertTriangle, IconChartHistogram, IconListTree, IconSitemap } from "@tabler/icons-react";
import { firstResult } from "../../canvas/opening";
import { inOrder } from "../../graph/order";
import { outlining } from "../../messages/outline";
import { useDesign } from "../../stores/design";
import { select, useUi } from "../../stores/ui";
import "../phoneBar.css";

const say = outlining.phone;

export default function PhoneBar() {
  const canvas = useUi((ui) => ui.phoneCanvas);
  const bottom = useUi((ui) => ui.bottom);
  const problems = useDesign(({ analysis }) => analysis?.problems.length ?? 0);
  const show = (tab: "results" | "problems" | null, drawn = false) => {
    select([]);
    useUi.setState({ bottom: tab, side: "inspector", phoneCanvas: drawn });
    if (tab === "results" && !useUi.getState().result) useUi.setState({ result: lastResult() });
  };
  const views = [
    { name: say.outline, Icon: IconListTree, shown: bottom === null && !canvas, go: () => show(null) },
    { name: say.results, Icon: IconChartHistogram, shown: bottom === "results", go: () => show("results") },
    { name: say.problems, Icon: IconAlertTriangle, shown: bottom === "problems", go: () => show("problems") },
    { name: say.canvas, Icon: IconSitemap, shown: bottom === null && canvas, go: () => show(null, true) },
  ];
  return (
    <nav className="phone-bar" aria-label={say.label}>
      {views.map(({ name, Icon, shown, go }) => (
        <button key={name} type="button" aria-current={shown ? "page" : undefined} onClick={go}>
          <Icon size={20} stroke={1.6} aria-hidden="true" />
          {name}
          {name === say.problems && problems > 0 && <b className="bottom-count">{problems}</b>}
        </button>
      ))}
    </nav>
  );
}

/** What came out at the very end, as an evaluation. */
function lastResult(): { node: string; port: string } | null {
  const { document } = useDesign.getState();
  for (const node of document ? inOrder(document).reverse() : []) {
    const port = firstResult(node);
    if (port) return { node, port };
  }
  return null;
}
