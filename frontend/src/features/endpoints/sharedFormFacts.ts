/** What the form of a link says, worked out from what the server answers. */

import type {
  AnswerBars,
  AnswerCurve,
  Contribution,
  RequestRow,
  RequestValue,
  RowExplanation,
} from "../../api/endpoints";
import { formatFixed, formatPercent, formatShort } from "../../lib/format";
import { sharedFormTexts as texts } from "../../messages/sharedFormTexts";

/** So many values have a row of their own. */
const NAMED = 3;

/** A step of the way from the answer for typical values to this one. */
export interface ReasonStep {
  name: string;
  value: string;
  amount: number;
  from: number;
  to: number;
}

/** The steps that move the answer most, each beginning where the one before ends; the others come as one. */
export function listReasonSteps({ typical, contributions }: RowExplanation): ReasonStep[] {
  const moving = contributions.filter(({ amount }) => amount !== 0);
  const named = moving.slice(0, moving.length === NAMED + 1 ? NAMED + 1 : NAMED);
  const rest = moving.slice(named.length);
  const parts = named.map(({ column, value, amount }) => ({ name: column, value: describeValue(value), amount }));
  if (rest.length > 0) parts.push({ name: texts.reasons.others(rest.length), value: "", amount: addUp(rest) });
  let at = typical;
  return parts.map((part) => {
    const from = at;
    at += part.amount;
    return { ...part, from, to: at };
  });
}

const addUp = (parts: Contribution[]): number => parts.reduce((sum, { amount }) => sum + amount, 0);

export const describeValue = (value: RequestValue | undefined): string => {
  if (typeof value === "number") return formatShort(value);
  return value === null || value === undefined || value === "" ? texts.missing : String(value);
};

export const isProbability = ({ explained }: Pick<RowExplanation, "explained">): boolean =>
  explained.startsWith("Scored Probabilities");

/** An answer as it is read: a number, or a probability in percent. */
export const formatAnswer = (explanation: Pick<RowExplanation, "explained">, answer: number): string =>
  isProbability(explanation) ? formatPercent(answer, 0) : formatShort(answer);

/** How far an answer moves, with its sign. */
export function formatMove(explanation: Pick<RowExplanation, "explained">, amount: number): string {
  const sign = amount < 0 ? "\u2212" : "+";
  const size = Math.abs(amount);
  return isProbability(explanation)
    ? texts.reasons.points(`${sign}${formatFixed(size * 100, 1)}`)
    : `${sign}${formatShort(size)}`;
}

const QUANTILE = /^Scored Quantiles_(0?\.\d+)$/;

/** A range that a share of all true values falls into. */
export interface AnswerInterval {
  low: number;
  high: number;
  share: number;
}

export const describeInterval = ({ share, low, high }: AnswerInterval): string =>
  texts.interval(formatPercent(share, 0), formatShort(low), formatShort(high));

export interface SplitAnswer {
  main: RequestValue | undefined;
  interval: AnswerInterval | null;
  rest: [string, RequestValue][];
}

/** What was predicted, and what else came with it: columns that were not sent. Of quantiles, the middle and the range. */
export function splitAnswer(row: RequestRow, sent: RequestRow): SplitAnswer {
  const added = Object.entries(row).filter(([name]) => !(name in sent));
  const quantiles = added
    .flatMap(([name, value]) => {
      const level = QUANTILE.exec(name)?.[1];
      return level !== undefined && typeof value === "number" ? [{ level: Number(level), value }] : [];
    })
    .sort((one, other) => one.level - other.level);
  const [low, high] = [quantiles[0], quantiles.at(-1)];
  if (!low || !high || quantiles.length < 2) {
    const [first, ...rest] = added;
    return { main: first?.[1], interval: null, rest };
  }
  const middle = quantiles.reduce((one, other) =>
    Math.abs(other.level - 0.5) < Math.abs(one.level - 0.5) ? other : one,
  );
  return {
    main: middle.value,
    interval: { low: low.value, high: high.value, share: high.level - low.level },
    rest: added.filter(([name]) => !QUANTILE.test(name)),
  };
}

/** Where a number lies between the ends of the training data, from 0 to 1; what lies outside is at the end. */
export const placeAnswer = ({ low, high }: Pick<AnswerBars, "low" | "high">, value: number): number =>
  high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0.5;

/** What follows the # of a link to a form: its token, and the values that it opens with. */
export const writeFormHash = (token: string, row: RequestRow): string =>
  `${token}&row=${encodeURIComponent(JSON.stringify(row))}`;

/** The token and the values of a link; no values where it has none, or none that can be read. */
export function readFormHash(hash: string): { token: string; row: RequestRow | null } {
  const [token = "", written] = hash.split("&row=");
  try {
    const row: unknown = written === undefined ? null : JSON.parse(decodeURIComponent(written));
    return { token, row: row !== null && typeof row === "object" && !Array.isArray(row) ? (row as RequestRow) : null };
  } catch {
    return { token, row: null };
  }
}

/** The answer of a curve at a value, between its points; null where it is not known. */
export function readCurve({ values, answers }: AnswerCurve, value: number): number | null {
  const next = values.findIndex((one) => one >= value);
  if (next < 0) return answers.at(-1) ?? null;
  const [low, high] = [values[Math.max(0, next - 1)]!, values[next]!];
  const [before, after] = [answers[Math.max(0, next - 1)] ?? null, answers[next] ?? null];
  if (before === null || after === null) return after ?? before;
  return high === low ? after : before + ((after - before) * (value - low)) / (high - low);
}

/** The lowest and the highest answer of all curves, so that they share an axis. */
export function findAnswerRange(curves: AnswerCurve[]): [number, number] {
  const known = curves.flatMap(({ answers }) => answers.filter((answer) => answer !== null));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return high > low ? [low, high] : [low - 1, high + 1];
}
