/** The sentences of the search over everything, in English. */

export const searchTexts = {
  title: "Search designs, datasets, columns, samples, runs and modules",
  placeholder: "Search designs, datasets, columns",
  found: "What was found",
  groups: {
    designs: "Designs",
    datasets: "Datasets",
    columns: "Columns",
    samples: "Samples",
    runs: "Runs",
    modules: "Modules",
    pages: "Pages",
  },
  counted: (count: number) => (count === 1 ? "1 found." : `${count} found.`),
  nothing: (query: string) => `Nothing is called '${query}', and nothing nearly so.`,
  nothingHow: "Designs, datasets and their columns, samples, runs, modules and pages are looked through.",
  failed: "Not everything could be read, so something may be missing here.",
  reading: "Looking",
  hint: "Type a name. A letter may be wrong.",
  column: (dataset: string) => `in ${dataset}`,
  run: (design: string, number: number) => `${design}, run ${number}`,
  module: "opens an example",
  example: (title: string) => `Example of ${title}`,
  addExample: (title: string) => `Add the example of ${title}`,
  modules: (modules: number) => `${modules} ${modules === 1 ? "module" : "modules"}`,
  typo: "nearly",
};
