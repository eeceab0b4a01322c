/** The foot of the page on a phone: outline, results, problems, canvas. */

import { IconAlertTriangle, IconChartHistogram, IconListTree, IconSitemap } from "@tabler/icons-react";
import { findFirstResult } from "../../../canvas/openNode";
import { sortTopologically } from "../../../graph/topologicalOrder";
import { outlineTexts } from "../../../messages/outlineTexts";
import { useDesign } from "../../../stores/designStore";
import { selectCards, useUi } from "../../../stores/uiStore";
import { CountBadge } from "../../../ui/CountBadge";
import "../../../ui/phoneBar.css";
import "./phoneCount.css";

const texts = outlineTexts.phone;

export default function PhoneBar() {
  const canvas = useUi((ui) => ui.phoneCanvas);
  const bottom = useUi((ui) => ui.bottomTab);
  const problems = useDesign(({ analysis }) => analysis?.problems.length ?? 0);
  const show = (tab: "results" | "problems" | null, drawn = false) => {
    selectCards([]);
    useUi.setState({ bottomTab: tab, side: "inspector", phoneCanvas: drawn });
    if (tab === "results" && !useUi.getState().result) useUi.setState({ result: findLastResult() });
  };
  const views = [
    { name: texts.outline, Icon: IconListTree, shown: bottom === null && !canvas, go: () => show(null) },
    { name: texts.results, Icon: IconChartHistogram, shown: bottom === "results", go: () => show("results") },
    { name: texts.problems, Icon: IconAlertTriangle, shown: bottom === "problems", go: () => show("problems") },
    { name: texts.canvas, Icon: IconSitemap, shown: bottom === null && canvas, go: () => show(null, true) },
  ];
  return (
    <nav className="phone-bar" aria-label={texts.label}>
      {views.map(({ name, Icon, shown, go }) => (
        <button key={name} type="button" aria-current={shown ? "page" : undefined} onClick={go}>
          <Icon size={20} stroke={1.6} aria-hidden="true" />
          {name}
          {name === texts.problems && (
            <span className="phone-count">
              <CountBadge count={problems} />
            </span>
          )}
        </button>
      ))}
    </nav>
  );
}

/** What came out at the very end, as an evaluation. */
function findLastResult(): { node: string; port: string } | null {
  const { document } = useDesign.getState();
  for (const node of document ? sortTopologically(document).reverse() : []) {
    const port = findFirstResult(node);
    if (port) return { node, port };
  }
  return null;
}
