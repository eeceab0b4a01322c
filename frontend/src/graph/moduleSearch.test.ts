import { expect, test } from "vitest";
import { findModules, getMatchedKeyword } from "./moduleSearch";

const module = (name: string, title: string, ...keywords: string[]) => ({
  name,
  title,
  category: "",
  summary: `${title}.`,
  keywords,
});
const MODULES = [
  module("decision_forest_regression", "Decision Forest Regression", "random forest"),
  module("convert_to_indicator_values", "Convert to Indicator Values", "one-hot", "get_dummies"),
  module("k_means_clustering", "K-Means Clustering", "KMeans"),
  module("xgboost_regression", "XGBoost Regression", "XGB"),
  module("boosted_decision_tree_regression", "Boosted Decision Tree Regression", "XGBoost"),
  module("for_each_group", "For Each Group", "loop", "groupby"),
  module("aggregate", "Aggregate", "group by", "sum"),
];
const names = (query: string) => findModules(MODULES, query).map(({ item }) => item.name);

test("a module is found by the word of another tool, which says why", () => {
  const [best] = findModules(MODULES, "random forest");
  expect(best && getMatchedKeyword(best)).toBe("random forest");
  expect(best?.item.name).toBe("decision_forest_regression");
});

test("hyphens, blanks and underscores are the same", () => {
  expect(names("one hot")[0]).toBe("convert_to_indicator_values");
  expect(names("get dummies")[0]).toBe("convert_to_indicator_values");
  expect(names("kmeans")[0]).toBe("k_means_clustering");
});

test("of those that are known by a word, the one that names it first comes first", () => {
  expect(names("group by")).toEqual(["aggregate", "for_each_group"]);
});

test("a title comes before a keyword, and both are found", () => {
  expect(names("xgboost")).toEqual(expect.arrayContaining(["xgboost_regression", "boosted_decision_tree_regression"]));
});

test("nothing typed finds everything in its order", () => {
  expect(names("")).toEqual(MODULES.map(({ name }) => name));
});
