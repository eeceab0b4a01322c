/** The sentences of the search over everything, in English. */

export const searchTexts = {
  title: "Search designs, datasets, columns, samples, runs and modules",
  placeholder: "Search designs, datasets, columns",
  found: "Search results",
  groups: {
    designs: "Designs",
    datasets: "Datasets",
    columns: "Columns",
    samples: "Samples",
    runs: "Runs",
    modules: "Modules",
    pages: "Pages",
  },
  counted: (count: number) => (count === 1 ? "1 result." : `${count} results.`),
  nothing: (query: string) => `No results for '${query}'.`,
  nothingHow: "The search covers designs, datasets and their columns, samples, runs, modules and pages.",
  failed: "Some results could not be loaded and are missing here.",
  reading: "Searching",
  hint: "Type a name. Small typos are fine.",
  column: (dataset: string) => `in ${dataset}`,
  run: (design: string, number: number) => `${design}, run ${number}`,
  module: "opens an example",
  example: (title: string) => `Example of ${title}`,
  addExample: (title: string) => `Add the example of ${title}`,
  modules: (modules: number) => `${modules} ${modules === 1 ? "module" : "modules"}`,
  typo: "similar",
};
