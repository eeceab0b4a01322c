/** How many lines a card's title takes, and so how tall the card is: known without drawing it. */

import type { DesignNode } from "../api/designDocument";
import { computeNodeHeight, NODE_HEIGHT } from "../graph/cardSizes";
import { parseGroupCardId } from "../graph/designGroups";
import { findDataset, getNodeTitle } from "../graph/nodeSubtitle";
import { useCatalog } from "../stores/catalogStore";

/** The font of `.node-title` in canvas.css. */
export const TITLE_FONT = '600 13.5px "Source Sans 3 Variable"';
/** The card less plate, borders, padding, icon and gap. */
const TITLE_WIDTH = 145;

const lineCache = new Map<string, string[]>();
let textContext: CanvasRenderingContext2D | null = null;

export const countTitleLines = (title: string): number => wrapText(title, TITLE_FONT, TITLE_WIDTH).length;

/** The lines that words take in a font of a width; a word is never broken. */
export function wrapText(words: string, font: string, width: number): string[] {
  const key = `${font} ${width} ${words}`;
  const known = lineCache.get(key);
  if (known !== undefined) return known;
  const made = computeLines(words, font, width);
  lineCache.set(key, made);
  return made;
}

/** How wide words are in a font; about as wide where nothing can be measured. */
export function measureText(words: string, font: string): number {
  const context = getTextContext();
  if (!context) return words.length * 6;
  context.font = font;
  return context.measureText(words).width;
}

function getTextContext(): CanvasRenderingContext2D | null {
  textContext ??= document.createElement("canvas").getContext("2d");
  return textContext;
}

function computeLines(words: string, font: string, width: number): string[] {
  const context = getTextContext();
  if (!context) return [words];
  context.font = font;
  const made: string[] = [];
  let line = "";
  for (const word of words.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && context.measureText(longer).width > width) {
      made.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...made, line];
}

export function computeCardHeight(node: DesignNode): number {
  const { modules, datasets } = useCatalog.getState();
  if (parseGroupCardId(node.module) !== null) return NODE_HEIGHT;
  const module = modules.get(node.module);
  return computeNodeHeight(countTitleLines(getNodeTitle(node, module, findDataset(node, module, datasets))));
}
