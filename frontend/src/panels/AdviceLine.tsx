/** Advice in the line under the canvas, told apart from problems: nothing keeps the design from running. */

import { IconBulb } from "@tabler/icons-react";
import type { Problem } from "../api/types";
import { adviceText } from "../messages/knowing";
import { toggleBottom } from "../stores/ui";
import { nameOfNode } from "./problemWords";

export function AdviceLine({ advice }: { advice: Problem[] }) {
  return (
    <button
      type="button"
      className="problems-open"
      title={adviceText.notBlocking}
      onClick={() => toggleBottom("problems")}
    >
      <IconBulb size={16} stroke={1.6} aria-hidden="true" className="advice-icon" />
      <b>{adviceText.count(advice.length)}</b>
      <span className="problems-summary">
        {advice.map(({ node, message }) => (node ? `${nameOfNode(node)}: ${message}` : message)).join(" ")}
      </span>
    </button>
  );
}
