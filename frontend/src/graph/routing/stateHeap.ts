/** Numbered states by what they cost; of equal ones the lower number comes first. */

interface HeldState {
  state: number;
  cost: number;
}

export class StateHeap {
  private readonly held: HeldState[] = [];

  push(state: number, cost: number): void {
    const { held } = this;
    let at = held.push({ state, cost }) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.isBefore(at, above)) break;
      this.swap(at, above);
      at = above;
    }
  }

  /** The cheapest state; -1 when there is none left. A state comes again for each time it was pushed. */
  pop(): number {
    const { held } = this;
    const top = held[0];
    const last = held.pop();
    if (!top || !last) return -1;
    if (held.length > 0) {
      held[0] = last;
      this.sink();
    }
    return top.state;
  }

  private sink(): void {
    for (let at = 0; ; ) {
      const below = 2 * at + 1;
      const least = below + 1 < this.held.length && this.isBefore(below + 1, below) ? below + 1 : below;
      if (least >= this.held.length || !this.isBefore(least, at)) return;
      this.swap(at, least);
      at = least;
    }
  }

  private swap(one: number, other: number): void {
    [this.held[one], this.held[other]] = [this.held[other]!, this.held[one]!];
  }

  private isBefore(one: number, other: number): boolean {
    const [a, b] = [this.held[one]!, this.held[other]!];
    return a.cost < b.cost || (a.cost === b.cost && a.state < b.state);
  }
}
