/** What the form says of rules that include or exclude columns. */

export const columnRuleTexts = {
  title: "Rules",
  none: "No column is chosen yet. Each rule includes or excludes columns; of several that fit, the last one decides.",
  add: "Add a rule",
  rule: (number: number) => `Rule ${number}`,
  up: (number: number) => `Move rule ${number} up`,
  down: (number: number) => `Move rule ${number} down`,
  remove: (number: number) => `Remove rule ${number}`,
  action: "What the rule does",
  actions: { include: "Include", exclude: "Exclude" },
  criterion: "Which columns",
  criteria: {
    every: "All columns",
    names: "By name",
    types: "Of type",
    roles: "With role",
    pattern: "Name like",
    positions: "At position",
    missing_above: "Missing in more than",
  },
  namesHint: "Choose names",
  hints: { pattern: "price*, *_2024, item ?", positions: "1-3, 5, -1" },
  wrongPositions: "Write positions as 1-3, 5, -1.",
  unknownMissing: "How much is missing is known after the first run.",
};
