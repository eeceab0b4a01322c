/** What is said when a design that trains is made into one that predicts. */

export const inferenceTexts = {
  action: "Make an inference design",
  title: "Make an inference design",
  what: "A new design that predicts with the model of the last run. Training and evaluation go; what was fitted is kept as it is.",
  mode: "How data come in",
  modes: { "real-time": "Real-time", batch: "Batch" },
  modeHelp: {
    "real-time": "The rows of a request enter at Web Service Input and leave, scored, at Web Service Output.",
    batch: "The Dataset node stays. Point it at other data, and run.",
  },
  model: "Model",
  scores: (learner: string, title: string) => (learner && learner !== title ? `${learner}, scored by ${title}` : title),
  make: "Make the design",
  cancel: "Cancel",
};
