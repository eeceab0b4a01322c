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

const lines = new Map<string, string[]>();
let pen: CanvasRenderingContext2D | null = null;

export const titleLines = (title: string): number => wrapped(title, TITLE_FONT, TITLE_WIDTH).length;

/** The lines that words take in a font of a width; a word is never broken. */
export function wrapped(words: string, font: string, width: number): string[] {
  const key = `${font} ${width} ${words}`;
  const known = lines.get(key);
  if (known !== undefined) return known;
  const made = wrap(words, font, width);
  lines.set(key, made);
  return made;
}

function wrap(words: string, font: string, width: number): string[] {
  pen ??= document.createElement("canvas").getContext("2d");
  if (!pen) return [words];
  pen.font = font;
  const made: string[] = [];
  let line = "";
  for (const word of words.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && pen.measureText(longer).width > width) {
      made.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...made, line];
}

export function heightOf(node: DesignNode): number {
  const { modules, datasets } = useLibrary.getState();
  if (groupIn(node.module) !== null) return NODE_HEIGHT;
  return nodeHeight(titleLines(nodeTitle(node, modules.get(node.module), datasetOf(node, datasets))));
}
