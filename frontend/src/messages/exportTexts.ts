/** What is said when a design is exported as code. */

export const exportTexts = {
  action: "Export as code",
  title: "Export as code",
  form: "Form",
  forms: { script: "Python script", notebook: "Jupyter notebook", pipeline: "Scikit-learn pipeline" },
  help: {
    script: "The whole design in plain Python, without Designery. Run it beside its tables; it writes metrics.json.",
    notebook: "The same code in cells, with titles, notes and the description as text.",
    pipeline: "What leads to the one model of the design: the pipeline of encoder and estimator, fitted.",
  },
  code: "The code of the design",
  writing: "Writing the code",
  copy: "Copy",
  copied: "Copied",
  download: "Download",
  files: "It reads these tables. Put them beside the code:",
  notYet: "run the design, then come back for it",
  leftOut: "Not all of it could be written:",
  close: "Close",
};
