/** The first rows of a port on the live sample, or why there are none. */

import { sampleText as say } from "../messages/knowing";
import { SampleTable } from "./SampleTable";
import { useSampled } from "./store";
import "./sample.css";

const ROWS = 5;
const COLUMNS = 12;

interface Props {
  node: string;
  port: string;
  title: string;
}

export function SamplePreview({ node, port, title }: Props) {
  const sampled = useSampled(node);
  if (!sampled) return null;
  if (sampled.error || sampled.slow) {
    return (
      <p className="sample-words">
        <span className="sample-chip">{say.sample}</span>
        {sampled.error ? `${say.failed}: ${sampled.error}` : sampled.slow}
      </p>
    );
  }
  const shown = sampled.ports[port];
  if (shown?.kind !== "dataset") return null;
  return (
    <figure className="sample-preview">
      <figcaption>
        <span className="sample-chip">{say.sample}</span>
        {say.rows(shown.rows ?? 0)}
      </figcaption>
      <SampleTable shown={shown} rows={ROWS} columns={COLUMNS} label={say.table(title)} />
    </figure>
  );
}
