/** Widgets of parameters for tests: what is not said is as plain as can be. */

import type { ParameterKind, WidgetOfKind } from "../../api/apiTypes";

const PLAIN = {
  help: null,
  required: false,
  nullable: false,
  default: null,
  shown_when: {},
  hidden_when: {},
  sweepable: false,
  suggested_values: [],
  secret: false,
  withheld: "never",
};

const BY_KIND: Partial<Record<ParameterKind, object>> = {
  number: { whole: false, minimum: null, maximum: null, exclusive_minimum: null, exclusive_maximum: null },
  text: { min_length: null, max_length: null, pattern: null },
  multiline: { min_length: null },
  code: { language: "python", min_length: null },
  column: { port: "dataset", types: [] },
  columns: { port: "dataset", types: [] },
  choice: { options: [] },
  dataset: { accepts: "table" },
};

export const makeWidget = <Kind extends ParameterKind>(
  kind: Kind,
  name: string,
  own: Partial<WidgetOfKind<Kind>> = {},
): WidgetOfKind<Kind> =>
  ({ ...PLAIN, ...BY_KIND[kind], title: name, kind, name, ...own }) as unknown as WidgetOfKind<Kind>;
