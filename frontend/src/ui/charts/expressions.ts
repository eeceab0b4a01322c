/**
 * The expressions of chart descriptions: arithmetic over numbers and lists, element by element. What is missing is null,
 * and so is all that is computed from it. `server/report/charts/expressions.py` evaluates the same ones.
 */

import { FUNCTIONS } from "./functions";
import { applyToElements, calculate, type Scope, toList, toText, type Value } from "./values";

/** What an expression became: a function of the names around it. */
type Compiled = (scope: Scope) => Value;

const TOKENS = /\s*(?:(\d+(?:\.\d+)?)|'([^']*)'|([A-Za-z_]\w*)|(<=|>=|==|!=|[-+*/<>()[\],.]))/y;

/** Yes and no are 1 and 0, as on the server. */
const toPlain = (value: Value): Value => (typeof value === "boolean" ? Number(value) : (value ?? null));

const OPERATORS: Record<string, { rank: number; apply: (...values: Value[]) => Value }> = {
  "==": { rank: 1, apply: (one, other) => toPlain(one) === toPlain(other) },
  "!=": { rank: 1, apply: (one, other) => toPlain(one) !== toPlain(other) },
  "<": { rank: 1, apply: calculate((one, other) => one! < other!) },
  "<=": { rank: 1, apply: calculate((one, other) => one! <= other!) },
  ">": { rank: 1, apply: calculate((one, other) => one! > other!) },
  ">=": { rank: 1, apply: calculate((one, other) => one! >= other!) },
  "+": { rank: 2, apply: calculate((one, other) => one! + other!) },
  "-": { rank: 2, apply: calculate((one, other) => one! - other!) },
  "*": { rank: 3, apply: calculate((one, other) => one! * other!) },
  "/": { rank: 3, apply: calculate((one, other) => one! / other!) },
};
const NEGATE = calculate((value) => -value!);

type Token = { number: number } | { text: string } | { name: string } | { sign: string };

function listTokens(source: string): Token[] {
  const found: Token[] = [];
  TOKENS.lastIndex = 0;
  const end = source.trimEnd().length;
  while (TOKENS.lastIndex < end) {
    const from = TOKENS.lastIndex;
    const match = TOKENS.exec(source);
    if (!match) throw new Error(`"${source}" is no expression: ${source.slice(from)}`);
    const [, number, text, name, sign] = match;
    if (number !== undefined) found.push({ number: Number(number) });
    else if (text !== undefined) found.push({ text });
    else if (name !== undefined) found.push({ name });
    else found.push({ sign: sign! });
  }
  return found;
}

/** Reads the tokens of one expression from left to right. */
class Reader {
  private at = 0;
  constructor(
    private readonly tokens: Token[],
    private readonly source: string,
  ) {}

  readAll(): Compiled {
    const whole = this.readOperation(0);
    if (this.at < this.tokens.length) this.fail();
    return whole;
  }

  private fail(): never {
    throw new Error(`"${this.source}" is no expression.`);
  }

  private peek(): string | null {
    const token = this.tokens[this.at];
    return token && "sign" in token ? token.sign : null;
  }

  private take(sign: string): boolean {
    if (this.peek() !== sign) return false;
    this.at += 1;
    return true;
  }

  /** Operations that bind more strongly than `rank`. */
  private readOperation(rank: number): Compiled {
    let left = this.readOperand();
    for (;;) {
      const operator = OPERATORS[this.peek() ?? ""];
      if (!operator || operator.rank <= rank) return left;
      this.at += 1;
      const [one, other] = [left, this.readOperation(operator.rank)];
      left = (scope) => applyToElements(operator.apply, one(scope), other(scope));
    }
  }

  private readOperand(): Compiled {
    if (this.take("-")) {
      const operand = this.readOperation(3);
      return (scope) => applyToElements(NEGATE, operand(scope));
    }
    let value = this.readAtom();
    while (this.take(".")) {
      const [owner, field] = [value, this.tokens[this.at++]];
      if (!field || !("name" in field)) this.fail();
      value = (scope) => applyToElements((item) => getField(item, field.name), owner(scope));
    }
    return value;
  }

  private readAtom(): Compiled {
    if (this.take("(")) {
      const inner = this.readOperation(0);
      return this.take(")") ? inner : this.fail();
    }
    if (this.take("[")) {
      const items = this.readItems("]");
      return (scope) => items.map((item) => item(scope));
    }
    const token = this.tokens[this.at++];
    if (token && "number" in token) return () => token.number;
    if (token && "text" in token) return () => token.text;
    if (!token || !("name" in token)) this.fail();
    return this.take("(") ? this.readCall(token.name) : (scope) => scope[token.name];
  }

  private readCall(name: string): Compiled {
    const values = this.readItems(")");
    const special = TEXT_FUNCTIONS[name];
    if (special) return (scope) => special(scope, ...values.map((value) => value(scope)));
    const called = FUNCTIONS[name];
    if (!called) throw new Error(`"${name}" is no function of chart descriptions.`);
    return (scope) => called(...values.map((value) => value(scope)));
  }

  private readItems(end: string): Compiled[] {
    const items: Compiled[] = [];
    while (!this.take(end)) {
      items.push(this.readOperation(0));
      if (!this.take(",") && this.peek() !== end) this.fail();
    }
    return items;
  }
}

const getField = (item: Value, name: string): Value =>
  typeof item === "object" && item !== null ? ((item as Record<string, Value>)[name] ?? null) : null;

const compiled = new Map<string, Compiled>();

function compile(source: string): Compiled {
  let found = compiled.get(source);
  if (!found) {
    found = new Reader(listTokens(source), source).readAll();
    compiled.set(source, found);
  }
  return found;
}

/** The value of an expression; what is no text is the value itself, and so is a list of expressions. */
export function evaluate(source: Value, scope: Scope): Value {
  if (Array.isArray(source)) return source.map((item) => evaluate(item, scope));
  return typeof source === "string" ? compile(source)(scope) : source;
}

/** The text with the values of the expressions in braces: "area {fixed(auc, 3)}". */
export const fillTemplate = (template: Value, scope: Scope): string =>
  toText(template).replace(/\{([^{}]*)\}/g, (_, source: string) => toText(evaluate(source, scope)));

/** The scope of one item of a list: its own fields come first. */
export const addFields = (scope: Scope, item: Value): Scope =>
  typeof item === "object" && item !== null && !Array.isArray(item) ? { ...scope, ...item, item } : { ...scope, item };

/** Functions that are given the names around them. */
const TEXT_FUNCTIONS: Record<string, (scope: Scope, ...values: Value[]) => Value> = {
  text: (scope, template) => fillTemplate(template, scope),
  join: (scope, items, template, separator = "; ") =>
    toList(items)
      .map((item) => fillTemplate(template, addFields(scope, item)))
      .join(toText(separator)),
  gather: (scope, items, source) => toList(items).flatMap((item) => toList(evaluate(source, addFields(scope, item)))),
};
