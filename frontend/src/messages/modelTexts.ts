/** The sentences of models, in English. */

export const modelTexts = {
  trainedOn: (rows: string, features: string, label: string) =>
    `Trained on ${rows} rows and ${features} columns to predict ${label}.`,
  untrained: "Not trained yet. Connect it to Train Model.",
  about: (learner: string) => `About ${learner}`,
  parameters: "Parameters",
  coefficients: "Coefficients",
  intercept: (value: string) => `intercept ${value}`,
  importances: "Feature importances",
  importancesCaption: "Share of the improvement that each column brought in training",
  coefficientsCaption: "Change of the prediction for one step of the column, the others held fixed",
  oddsCaption: (label: string) => `Above zero counts for ${label}, below zero against it`,
  search: "Find a feature",
  noFeature: (query: string) => `No feature matches '${query}'.`,
  features: "Columns it was trained on",
  preprocessing: "Preprocessing",
  preprocessingCaption: "Fitted whenever the model is trained, on the training rows alone",
  class: "Class",
  noWeights: "This kind of model has neither coefficients nor importances.",
  classes: "Classes",
};
