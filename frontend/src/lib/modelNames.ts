/** What the models of an evaluation are called: by the title of their card where somebody gave it one. */

import type { ArtifactView } from "../api/artifactViews";

/** The names of models: their titles where they have one, else what the result calls them. No two are the same. */
export function mergeModelTitles(stored: readonly string[], titles: readonly string[] | undefined): string[] {
  if (titles?.length !== stored.length) return [...stored];
  const names: string[] = [];
  for (const [at, own] of stored.entries()) {
    const wanted = titles[at] || own;
    let name = wanted;
    for (let number = 2; names.includes(name); number += 1) name = `${wanted} (${number})`;
    names.push(name);
  }
  return names;
}

/** The same view with the models under their titles; what is no evaluation stays. */
export function nameModels<View extends ArtifactView | null | undefined>(
  view: View,
  titles: readonly string[] | undefined,
): View {
  if (view?.kind !== "evaluation" || titles === undefined) return view;
  const names = mergeModelTitles(
    view.models.map(({ name }) => name),
    titles,
  );
  return { ...view, models: view.models.map((model, at) => ({ ...model, name: names[at]! })) };
}
