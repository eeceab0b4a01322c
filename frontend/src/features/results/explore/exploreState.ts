/** What is chosen in the charts of a table: kept while the page is open, so that full screen shows what the panel shows. */

import { create } from "zustand";

/** By artifact and name. */
const useExploreChoices = create<Record<string, unknown>>(() => ({}));

/** As `useState`, for one choice of this name about this artifact. */
export function useExploreState<Value>(
  artifact: string,
  name: string,
  initial: Value,
): [Value, (value: Value) => void] {
  const key = `${artifact} ${name}`;
  const value = useExploreChoices((choices) => (key in choices ? (choices[key] as Value) : initial));
  return [value, (to) => useExploreChoices.setState({ [key]: to })];
}
