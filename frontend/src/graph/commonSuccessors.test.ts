import { expect, test } from "vitest";
import { sortByUse } from "./commonSuccessors";
import { findModules } from "./moduleSearch";

const module = (name: string, title: string) => ({ name, title, category: "", summary: title, keywords: [] });

test("of modules that a word fits as well, the one that is used most comes first", () => {
  const modules = [module("train_clustering_model", "Train Clustering Model"), module("train_model", "Train Model")];
  expect(findModules(sortByUse(modules), "train").map(({ item }) => item.name)).toEqual([
    "train_model",
    "train_clustering_model",
  ]);
});
