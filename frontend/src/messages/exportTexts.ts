/** What is said when a design is exported as code. */

export const exportTexts = {
  title: "Export as code",
  form: "Form",
  forms: { script: "Python script", notebook: "Jupyter notebook", pipeline: "Scikit-learn pipeline" },
  help: {
    script: "The whole design in plain Python, without Designery. Run it beside its tables; it writes metrics.json.",
    notebook: "The same code in cells, with titles, notes and the description as text.",
    pipeline: "The steps that lead to the design's one model: a fitted pipeline of encoder and estimator.",
  },
  code: "The code of the design",
  writing: "Writing the code",
  copy: "Copy",
  copied: "Copied",
  download: "Download",
  files: "The code reads these tables. Put them in the same folder:",
  notYet: "run the design first",
  leftOut: "Some steps can't be exported:",
  close: "Close",
};
