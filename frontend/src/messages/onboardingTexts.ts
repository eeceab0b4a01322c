/** The first steps: empty canvas, tours, gallery, help beside a module, and the palette's extras. */

import { joinWords, pluralize } from "./formatting";

export const onboardingTexts = {
  empty: {
    key: (keys: string) => `By keyboard: ${keys}.`,
    dataset: "Choose a dataset",
    module: "Add a module",
    sample: "Open a sample",
    tour: "Take the tour",
    file: "Choose a file",
    datasets: "Datasets on this server",
  },

  help: {
    open: (title: string) => `Help on ${title}`,
    action: "Help on the module",
    insert: "Insert an example",
    inserted: (title: string) => `Inserted an example of ${title}`,
    insertHow: "A small table, connected and ready to run. Undo removes it.",
    noExample: "Its example needs a trained model or files, so it can't be inserted.",
    errors: "Errors it can raise",
    error: (number: number, title: string) => `${String(number).padStart(4, "0")} ${title}`,
    alsoCalled: "Also called",
    install: "Needs to be installed",
    add: "Add to the design",
  },

  gallery: {
    title: "Samples",
    all: (number: number) => `All ${number} samples`,
    find: "Find a sample",
    everything: "Everything",
    topics: "Topics",
    teaches: "Teaches",
    noMatch: (query: string) => `No sample matches ${query ? `'${query}' and ` : ""}this topic.`,
    level: { beginner: "Beginner", intermediate: "Intermediate", advanced: "Advanced" } as Record<string, string>,
    shown: (number: number) => pluralize(number, "sample"),
    action: "Go to the samples",
    open: (title: string) => `Open a copy of ${title}`,
  },

  palette: {
    favorites: "Favorites",
    star: (title: string) => `Add ${title} to favorites`,
    unstar: (title: string) => `Remove ${title} from favorites`,
    expandAll: "Expand all categories",
    collapseAll: "Collapse all categories",
    copyInstall: (command: string) => `Copy '${command}'`,
    copied: (command: string) => `Copied: ${command}`,
    found: (words: string) => `also called ${words}`,
    foundIn: "in its description",
    typo: "similar spelling",
    more: (names: string[]) => joinWords(names, 3),
  },

  tours: {
    first: "First model",
    result: "Read a result",
    startFirst: "Tour: first model",
    startResult: "Tour: read a result",
    label: (title: string) => `Tour: ${title}`,
    progress: (done: number, total: number) => `${done} of ${total} done`,
    next: "Now",
    done: "done",
    leave: "Leave the tour",
    fold: "Fold the tour",
    unfold: "Unfold the tour",
    again: "Start over",
    finished: {
      first: "You have a model, trained and tested on rows it had not seen.",
      result: "You can now read the result of any module.",
    },
    other: "Take the next tour: read a result",
    show: "Show me",
    announced: (step: string) => `Done. Now: ${step}`,
    steps: {
      data: [
        "Add data",
        "Drop a table on the canvas, or add a dataset from the modules on the left: choose it and press Enter.",
      ],
      split: [
        "Split the rows",
        "Add Split Data after the data. The model learns from one part and is tested on the other.",
      ],
      learner: [
        "Add a learner",
        "To predict a number, use Linear Regression. For two classes, use Two-Class Logistic Regression.",
      ],
      train: ["Add Train Model", "Connect the learner and the first output of Split Data to it."],
      label: ["Choose the label", "Select Train Model. On the right, choose the column to predict."],
      score: [
        "Add Score Model",
        "Connect the trained model and the second output of Split Data: rows the model has not seen.",
      ],
      evaluate: ["Add Evaluate Model", "Connect the scored dataset to it."],
      run: ["Press Run", "The modules run one after the other. Those that did not change are reused the next time."],
      look: ["Look at the result", "Click the output of Evaluate Model: its metrics and curves open below."],
      ran: ["Get a result", "Run the design, or open a sample and run it."],
      open: ["Open a result", "Click any output of a module that has run. What flowed through it opens below."],
      table: ["Look at a table", "Open an output with a circle: rows, columns, and a small picture of each column."],
      model: ["Look at a model", "Open the filled diamond of Train Model to see what it learned from each column."],
      metrics: [
        "Look at an evaluation",
        "Open the square of Evaluate Model: metrics, and for classes the ROC curve with its threshold.",
      ],
    } as Record<string, [string, string]>,
  },
};
