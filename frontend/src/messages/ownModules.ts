/** What is said while a module is written. */

import { inWords } from "./words";

export const ownModuleMessages = {
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
  required: "required",
  flaw: (line: number | null, message: string) => (line === null ? message : `Line ${line}: ${message}`),
  trust: "It runs in the sandbox: no network, no files but its own. It travels with this design.",
  add: "Add to the canvas",
  save: "Save",
  cancel: "Cancel",
  used: (titles: string[]) => `Used by ${inWords(titles, 4)}.`,
  written: (title: string) => `Write ${title}`,
  changed: (title: string) => `Change the code of ${title}`,
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
