/** What is said while a module is written. */

import { joinWords, pluralize } from "./formatting";

export const customModuleTexts = {
  action: "Write a module in Python",
  edit: "Edit the code of this module",
  category: "Own Modules",
  newTitle: "New module",
  title: (name: string) => `Module ${name}`,
  code: "Code of the module",
  how: "DataFrames before the * are inputs. What follows it becomes the form: int, float, bool, str, Literal, Column, Columns. What the function returns are the outputs.",
  takes: "Takes",
  gives: "Gives",
  nothing: "nothing",
  optional: (title: string) => `${title} (optional)`,
  form: "Form",
  noForm: "No parameters.",
  flaw: (line: number | null, message: string) => (line === null ? message : `Line ${line}: ${message}`),
  trust: "It runs in the sandbox: no network, no files but its own. It travels with this design.",
  add: "Add to the canvas",
  save: "Save",
  cancel: "Cancel",
  discard: "Discard the changes",
  used: (titles: string[]) => `Used by ${joinWords(titles, 4)}.`,
  written: (title: string) => `Write ${title}`,
  changed: (title: string) => `Change the code of ${title}`,
  draftRun: {
    title: "Trial",
    start: "Try it",
    stop: "Stop",
    under: "Trying it,",
    inputSource: (port: string) => `What feeds ${port}`,
    choose: "Choose an output of the design",
    unknownSource: "No output of that name.",
    noSources: "Nothing on the canvas gives a table yet. Put one there to try this on.",
    output: (node: string, port: string) => `${node}, ${port}`,
    done: (rows: number[], took: string) =>
      rows.length === 0
        ? `Tried in ${took}.`
        : `Tried on a sample of ${joinWords(rows.map((one) => pluralize(one, "row")))}, in ${took}. Nothing of it is kept.`,
    failed: "The trial gave nothing.",
    stale: "Changed since it was tried.",
    fresh: (columns: string[]) => `, new: ${joinWords(columns, 5)}`,
    rows: (port: string) => `First rows of ${port}`,
    figure: (number: number) => `Figure ${number}`,
    written: "Printed",
    ofField: (title: string, message: string) => `${title}: ${message}`,
    untrusted: "This design came from elsewhere. Its code, and what you write here, runs once you trust the design.",
    trust: "Read its code and trust it",
  },
  template: `def flag_outliers(
    table: DataFrame,
    *,
    column: Column,
    threshold: Annotated[float, Field(ge=0, description="In standard deviations.")] = 3.0,
    tails: Literal["both", "upper"] = "both",
) -> DataFrame:
    """Mark the rows whose value is far from the mean."""
    distance = (table[column] - table[column].mean()) / table[column].std()
    table["Outlier"] = (distance.abs() if tails == "both" else distance) > threshold
    return table
`,
};
