/** Advice in the line under the canvas, told apart from problems: nothing keeps the design from running. */

import { IconBulb } from "@tabler/icons-react";
import type { Problem } from "../../../api/apiTypes";
import { adviceTexts } from "../../../messages/analysisTexts";
import { getNodeName } from "../../../stores/nodeNames";
import { toggleBottomTab } from "../../../stores/uiStore";
import "./problemsList.css";

export function AdviceLine({ advice }: { advice: Problem[] }) {
  return (
    <button
      type="button"
      className="problems-open"
      title={adviceTexts.notBlocking}
      onClick={() => toggleBottomTab("problems")}
    >
      <IconBulb size={16} stroke={1.6} aria-hidden="true" className="advice-icon" />
      <b>{adviceTexts.count(advice.length)}</b>
      <span className="problems-summary">
        {advice.map(({ node, message }) => (node ? `${getNodeName(node)}: ${message}` : message)).join(" ")}
      </span>
    </button>
  );
}
