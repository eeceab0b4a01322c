/** What is said of metrics, in English. Their titles and definitions come from `lib/metricTable.json`. */

export const metricTexts = {
  model: "Model",
  best: " (best)",
  ofModels: (count: number) => `best of ${count}`,
  better: { higher: "Higher is better.", lower: "Lower is better." },
};
