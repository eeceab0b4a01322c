/** What is said while a module is written. */

import { joinWords, pluralize } from "./formatting";

export const customModuleTexts = {
  edit: "Edit the code of this module",
  category: "Custom Modules",
  newTitle: "New module",
  title: (name: string) => `Module ${name}`,
  code: "Code of the module",
  how: {
    python:
      "DataFrames, Files, Models and Objects before the * are inputs. Parameters after it become the form: int, float, bool, str, Literal, Column, Columns. The return values are the outputs.",
    r: 'Arguments without a value are inputs, with NULL optional ones. Numbers, texts, TRUE and c("a", "b") become the form. #\' @input and #\' @output lines say the types.',
  },
  takes: "Takes",
  gives: "Gives",
  nothing: "nothing",
  optional: (title: string) => `${title} (optional)`,
  form: "Form",
  noForm: "No parameters.",
  flaw: (line: number | null, message: string) => (line === null ? message : `Line ${line}: ${message}`),
  trust: "It runs in the sandbox, with no network and no files but its own. It is saved with this design.",
  add: "Add to the canvas",
  save: "Save",
  cancel: "Cancel",
  discard: "Discard the changes",
  used: (titles: string[]) => `Used by ${joinWords(titles, 4)}.`,
  written: (title: string) => `Write ${title}`,
  changed: (title: string) => `Change the code of ${title}`,
  draftRun: {
    title: "Test run",
    start: "Try it",
    stop: "Stop",
    under: "Testing,",
    inputSource: (port: string) => `Input for ${port}`,
    choose: "Choose an output of the design",
    unknownSource: "No output has that name.",
    noSources: "No module on the canvas outputs a table yet. Add one to test this module.",
    output: (node: string, port: string) => `${node}, ${port}`,
    done: (rows: number[], took: string) =>
      rows.length === 0
        ? `Tested in ${took}.`
        : `Tested on a sample of ${joinWords(rows.map((one) => pluralize(one, "row")))}, in ${took}. The results are not kept.`,
    failed: "The test run returned nothing.",
    stale: "Changed since the last test run.",
    fresh: (columns: string[]) => `, new: ${joinWords(columns, 5)}`,
    rows: (port: string) => `First rows of ${port}`,
    figure: (number: number) => `Figure ${number}`,
    written: "Printed",
    ofField: (title: string, message: string) => `${title}: ${message}`,
    untrusted: "This design came from elsewhere. Its code, and what you write here, runs once you trust the design.",
    trust: "Review its code and trust it",
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
