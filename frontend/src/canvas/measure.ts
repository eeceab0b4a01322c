/** How many lines a card's title takes, and so how tall the card is: known without drawing it. */

import { groupIn } from "../graph/groups";
import { NODE_HEIGHT, nodeHeight } from "../graph/sizes";
import { datasetOf, nodeTitle } from "../graph/subtitle";
import type { DesignNode } from "../graph/types";
import { useLibrary } from "../stores/library";

/** The font of `.node-title` in canvas.css. */
export const TITLE_FONT = '600 13.5px "Source Sans 3 Variable"';
/** The card less plate, borders, padding, icon and gap. */
const TITLE_WIDTH = 145;

const lines = new Map<string, number>();
let pen: CanvasRenderingContext2D | null = null;

export function titleLines(title: string): number {
  const known = lines.get(title);
  if (known !== undefined) return known;
  const wrapped = wrap(title);
  lines.set(title, wrapped);
  return wrapped;
}

function wrap(title: string): number {
  pen ??= document.createElement("canvas").getContext("2d");
  if (!pen) return 1;
  pen.font = TITLE_FONT;
  let count = 1;
  let line = "";
  for (const word of title.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && pen.measureText(longer).width > TITLE_WIDTH) {
      count += 1;
      line = word;
    } else {
      line = longer;
    }
  }
  return count;
}

export function heightOf(node: DesignNode): number {
  const { modules, datasets } = useLibrary.getState();
  if (groupIn(node.module) !== null) return NODE_HEIGHT;
  return nodeHeight(titleLines(nodeTitle(node, modules.get(node.module), datasetOf(node, datasets))));
}
