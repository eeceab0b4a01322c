/** What is said when a design that trains is made into one that predicts. */

export const inferenceTexts = {
  title: "Create an inference design",
  what: "A new design that predicts with the model of the last run. Training and evaluation are left out; fitted models and transformations stay as they are.",
  mode: "How data comes in",
  modes: { "real-time": "Real-time", batch: "Batch" },
  modeHelp: {
    "real-time": "The rows of a request enter at Web Service Input and leave, scored, at Web Service Output.",
    batch: "The Dataset module stays. Choose other data in it, and run.",
  },
  model: "Model",
  best: " (best)",
  scores: (learner: string, title: string) => (learner && learner !== title ? `${learner}, scored by ${title}` : title),
  deployTitle: "Deploy the model of the last run",
  deployWhat:
    "An endpoint answers from an inference design, which predicts with this model and leaves out training and evaluation. It is created first. Then you name the endpoint.",
  continue: "Continue",
  make: "Create design",
  cancel: "Cancel",
};
