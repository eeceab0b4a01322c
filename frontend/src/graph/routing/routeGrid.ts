/** The lines that an edge may run along, and the cheapest way on them: the A* search, with a price on each bend. */

import type { CanvasPoint, CardBounds } from "./edgePath";
import type { RouteSegments } from "./routeSegments";
import { StateHeap } from "./stateHeap";

const BEND_COST = 30;
const OVERLAP_COST = 60;
const CROSSING_COST = 16;
const RANK_COST = 3;
/** What a line along one's own port costs. */
const TRUNK_SHARE = 0.8;

export interface GridLine {
  at: number;
  /** How little it is wanted. */
  rank: number;
}

/** A crossing of two lines, by their numbers, and how an edge comes there. */
interface GridState {
  x: number;
  y: number;
  upright: boolean;
}

export class RouteGrid {
  private readonly costs: Float64Array;
  private readonly before: Int32Array;
  private readonly isDone: Uint8Array;
  private readonly waiting = new StateHeap();
  /** By crossing: whether a wall lies on the way down from it, and on the way to the right. */
  private readonly isBlocked: { down: Uint8Array; right: Uint8Array };
  private goal: CanvasPoint = { x: 0, y: 0 };

  constructor(
    private readonly port: string,
    private readonly xs: readonly GridLine[],
    private readonly ys: readonly GridLine[],
    walls: readonly CardBounds[],
    private readonly routed: RouteSegments,
  ) {
    const crossings = xs.length * ys.length;
    const states = 2 * crossings;
    this.costs = new Float64Array(states).fill(Number.POSITIVE_INFINITY);
    this.before = new Int32Array(states).fill(-1);
    this.isDone = new Uint8Array(states);
    this.isBlocked = { down: new Uint8Array(crossings), right: new Uint8Array(crossings) };
    for (const wall of walls) this.block(wall);
  }

  private block({ left, top, right, bottom }: CardBounds): void {
    const { xs, ys } = this;
    for (let y = 0; y < ys.length; y += 1) {
      const [here, below] = [ys[y]!.at, ys[y + 1]?.at ?? ys[y]!.at];
      for (let x = 0; x < xs.length; x += 1) {
        const [at, next] = [xs[x]!.at, xs[x + 1]?.at ?? xs[x]!.at];
        if (at > left && at < right && here < bottom && below > top) this.isBlocked.down[y * xs.length + x] = 1;
        if (here > top && here < bottom && at < right && next > left) this.isBlocked.right[y * xs.length + x] = 1;
      }
    }
  }

  /** The points from one crossing to another, both left and reached upright; null where walls are between them. */
  search(start: CanvasPoint, end: CanvasPoint): CanvasPoint[] | null {
    const [first, goal] = [this.findState(start), this.findState(end)];
    this.goal = end;
    this.costs[first] = 0;
    this.waiting.push(first, 0);
    for (let state = this.waiting.pop(); state !== -1; state = this.waiting.pop()) {
      if (state === goal) return this.collectPoints(goal);
      if (this.isDone[state]) continue;
      this.isDone[state] = 1;
      const { x, y } = this.readState(state);
      this.step(state, { x, y: y + 1, upright: true });
      this.step(state, { x, y: y - 1, upright: true });
      this.step(state, { x: x + 1, y, upright: false });
      this.step(state, { x: x - 1, y, upright: false });
    }
    return null;
  }

  private findState({ x, y }: CanvasPoint): number {
    const [column, row] = [this.xs.findIndex(({ at }) => at === x), this.ys.findIndex(({ at }) => at === y)];
    return this.toState({ x: column, y: row, upright: true });
  }

  private toState({ x, y, upright }: GridState): number {
    return 2 * (y * this.xs.length + x) + (upright ? 0 : 1);
  }

  private readState(state: number): GridState {
    const spot = state >> 1;
    const width = this.xs.length;
    return { x: spot % width, y: Math.floor(spot / width), upright: (state & 1) === 0 };
  }

  private step(from: number, to: GridState): void {
    if (to.x < 0 || to.y < 0 || to.x >= this.xs.length || to.y >= this.ys.length) return;
    const next = this.toState(to);
    if (this.isDone[next]) return;
    const here = this.readState(from);
    const bend = here.upright === to.upright ? 0 : BEND_COST;
    const total = this.costs[from]! + bend + this.priceStep(here, to);
    if (total >= this.costs[next]!) return;
    this.costs[next] = total;
    this.before[next] = from;
    this.waiting.push(next, total + this.estimateRest(to));
  }

  private estimateRest({ x, y }: GridState): number {
    return TRUNK_SHARE * (Math.abs(this.xs[x]!.at - this.goal.x) + Math.abs(this.ys[y]!.at - this.goal.y));
  }

  private priceStep(here: GridState, to: GridState): number {
    const { upright } = to;
    const line = upright ? this.xs[to.x]! : this.ys[to.y]!;
    const [one, other] = upright ? [this.ys[here.y]!.at, this.ys[to.y]!.at] : [this.xs[here.x]!.at, this.xs[to.x]!.at];
    const [from, end] = [Math.min(one, other), Math.max(one, other)];
    const crossing = Math.min(here.y, to.y) * this.xs.length + Math.min(here.x, to.x);
    if ((upright ? this.isBlocked.down : this.isBlocked.right)[crossing]) return Number.POSITIVE_INFINITY;
    const segment = { port: this.port, upright, at: line.at, from, to: end };
    const { others, own } = this.routed.measureOverlap(segment);
    if (own >= end - from) return (end - from) * TRUNK_SHARE;
    const crossings = this.routed.countCrossings(segment) * CROSSING_COST;
    return end - from + line.rank * RANK_COST + (others > 0 ? OVERLAP_COST + others : 0) + crossings;
  }

  private collectPoints(goal: number): CanvasPoint[] {
    const points: CanvasPoint[] = [];
    for (let state = goal; state !== -1; state = this.before[state]!) {
      const { x, y } = this.readState(state);
      points.push({ x: this.xs[x]!.at, y: this.ys[y]!.at });
    }
    return points.reverse();
  }
}
