/** Cards and edges at random, the same for the same seed: rows and columns that are neither straight nor full. */

import type { PortType } from "../../../api/apiTypes";
import { COLUMN_GAP, computePortX, NODE_HEIGHT, NODE_WIDTH, ROW_GAP } from "../../cardSizes";
import type { CardBounds } from "../edgePath";
import type { EdgeToRoute } from "../routeSearch";

/** Lehmer's generator: enough for drawings. */
function makeRandom(seed: number): () => number {
  let state = seed * 7919 + 17;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const TYPES: PortType[] = ["dataset", "dataset", "untrained_model", "trained_model", "transformation"];

export function makeRandomDrawing(seed: number, count: number): { cards: CardBounds[]; edges: EdgeToRoute[] } {
  const random = makeRandom(seed);
  const pick = (below: number) => Math.floor(random() * below);
  const columns = 2 + pick(Math.ceil(Math.sqrt(count)));
  const cards = Array.from({ length: count }, (_, at): CardBounds => {
    const left = (at % columns) * (NODE_WIDTH + COLUMN_GAP + 24) + pick(4) * 8;
    const top = Math.floor(at / columns) * (NODE_HEIGHT + 16 + ROW_GAP + 16) + pick(3) * 8;
    return { left, top, right: left + NODE_WIDTH, bottom: top + NODE_HEIGHT + pick(2) * 14 };
  });
  const edges = Array.from({ length: Math.round(count * 1.4) }, (_, at): EdgeToRoute => {
    const source = pick(count);
    const near = Math.min(count - 1, source + 1 + pick(3 * columns));
    const target = near === source ? 0 : random() < 0.9 ? near : pick(count);
    const [output, input] = [pick(2), pick(2)];
    return {
      id: `edge ${at}`,
      port: `${source}.${output}`,
      from: { x: cards[source]!.left + computePortX(output, 2), y: cards[source]!.bottom },
      to: { x: cards[target]!.left + computePortX(input, 2), y: cards[target]!.top },
      type: TYPES[pick(TYPES.length)]!,
    };
  });
  return { cards, edges };
}
