/** What differs between two texts, line by line, and two changes of one text made one. */

/** In place of the lines from `from` to before `to` of the older text stand these. */
export interface LineChange {
  from: number;
  to: number;
  lines: string[];
}

/** As many cells as a comparison may need; beyond, all between the common ends counts as changed. */
const MAX_CELLS = 4_000_000;

export function compareLines(older: readonly string[], newer: readonly string[]): LineChange[] {
  let start = 0;
  while (start < older.length && start < newer.length && older[start] === newer[start]) start += 1;
  let end = 0;
  while (end < Math.min(older.length, newer.length) - start && older.at(-1 - end) === newer.at(-1 - end)) end += 1;
  const [before, after] = [older.slice(start, older.length - end), newer.slice(start, newer.length - end)];
  if (before.length === 0 && after.length === 0) return [];
  if (before.length * after.length > MAX_CELLS) return [{ from: start, to: start + before.length, lines: after }];
  return collectChanges(before, after, start);
}

/** The lengths of the longest common subsequences of all ends of two lists. */
function measureCommonEnds(before: readonly string[], after: readonly string[]): Uint32Array[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      lengths[i]![j] =
        before[i] === after[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  return lengths;
}

function collectChanges(before: readonly string[], after: readonly string[], offset: number): LineChange[] {
  const lengths = measureCommonEnds(before, after);
  const changes: LineChange[] = [];
  let open: LineChange | null = null;
  const change = (at: number): LineChange => {
    open ??= { from: offset + at, to: offset + at, lines: [] };
    return open;
  };
  const close = () => {
    if (open) changes.push(open);
    open = null;
  };
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      close();
      [i, j] = [i + 1, j + 1];
    } else if (j < after.length && (i === before.length || lengths[i]![j + 1]! > lengths[i + 1]![j]!)) {
      change(i).lines.push(after[j++]!);
    } else {
      change(i++).to += 1;
    }
  }
  close();
  return changes;
}

/** A place where both changed a text: `line` of the merged text, from 0, and what the other one has there. */
export interface MergeConflict {
  line: number;
  /** How many lines of the merged text it is about. */
  count: number;
  theirs: string[];
}

export interface MergedText {
  text: string;
  conflicts: MergeConflict[];
}

/** The text with the changes of both. Where both changed the same lines mine stay, and theirs are a conflict. */
export function mergeTexts(base: string, mine: string, theirs: string): MergedText {
  const lines = base.split("\n");
  const [ours, others] = [mine, theirs].map((text) => compareLines(lines, text.split("\n"))) as [
    LineChange[],
    LineChange[],
  ];
  const merged: string[] = [];
  const conflicts: MergeConflict[] = [];
  let at = 0;
  while (ours.length > 0 || others.length > 0) {
    const group = takeOverlapping(ours, others);
    const from = Math.min(...[...group.ours, ...group.others].map((change) => change.from));
    const to = Math.max(...[...group.ours, ...group.others].map((change) => change.to));
    merged.push(...lines.slice(at, from));
    const own = applyChanges(lines, group.ours, from, to);
    const other = applyChanges(lines, group.others, from, to);
    const same = own.join("\n") === other.join("\n");
    if (group.ours.length > 0 && group.others.length > 0 && !same)
      conflicts.push({ line: merged.length, count: own.length, theirs: other });
    merged.push(...(group.ours.length > 0 ? own : other));
    at = to;
  }
  merged.push(...lines.slice(at));
  return { text: merged.join("\n"), conflicts };
}

/** The next changes that touch one another, taken from both lists. */
function takeOverlapping(ours: LineChange[], others: LineChange[]): { ours: LineChange[]; others: LineChange[] } {
  const isOursFirst = others.length === 0 || (ours.length > 0 && ours[0]!.from <= others[0]!.from);
  const first = (isOursFirst ? ours : others).shift()!;
  const group = { ours: isOursFirst ? [first] : [], others: isOursFirst ? [] : [first] };
  let end = first.to;
  for (;;) {
    const list = [ours, others].find((one) => one.length > 0 && touches(one[0]!, end, group, one === ours));
    if (!list) return group;
    const next = list.shift()!;
    (list === ours ? group.ours : group.others).push(next);
    end = Math.max(end, next.to);
  }
}

/** Whether a change begins before the end of a group, or at the end where the other side's change is. */
function touches(
  change: LineChange,
  end: number,
  group: { ours: LineChange[]; others: LineChange[] },
  isOurs: boolean,
): boolean {
  const other = isOurs ? group.others : group.ours;
  return change.from < end || (change.from === end && other.length > 0);
}

function applyChanges(lines: readonly string[], changes: readonly LineChange[], from: number, to: number): string[] {
  const result: string[] = [];
  let at = from;
  for (const change of changes) {
    result.push(...lines.slice(at, change.from), ...change.lines);
    at = change.to;
  }
  return [...result, ...lines.slice(at, to)];
}
