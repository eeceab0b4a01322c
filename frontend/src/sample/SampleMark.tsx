/** The provisional metric on the card of an evaluation, marked as what it is. */

import { sampleText as say } from "../messages/knowing";
import { useSample, useSampled } from "./store";
import "./sample.css";

/** What is told of an evaluation in one figure, in the order of preference. */
const HEADLINES: [string, string][] = [
  ["AUC", "ROC area"],
  ["Coefficient_of_Determination", "R²"],
  ["Accuracy", "Accuracy"],
];

export function SampleMark({ id }: { id: string }) {
  const sampled = useSampled(id);
  const rows = useSample((store) => store.rows);
  const metrics = Object.values(sampled?.ports ?? {}).find((port) => port.kind === "evaluation")?.metrics ?? {};
  const headline = HEADLINES.find(([name]) => typeof metrics[name] === "number");
  if (!headline) return null;
  const value = (metrics[headline[0]] as number).toFixed(3).replace("-", "−");
  return (
    <div className="sample-mark" title={say.provisional(rows)}>
      <span className="sample-chip">{say.sample}</span>
      {say.metric(headline[1], value)}
    </div>
  );
}
