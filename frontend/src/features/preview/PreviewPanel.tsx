/** The first rows of a port on the live sample, or why there are none. */

import { previewTexts as texts } from "../../messages/analysisTexts";
import { useNodePreview } from "../../stores/previewStore";
import { PreviewTable } from "./PreviewTable";
import "./preview.css";

const PREVIEW_ROWS = 5;
const PREVIEW_COLUMNS = 12;

interface Props {
  node: string;
  port: string;
  title: string;
}

export function PreviewPanel({ node, port, title }: Props) {
  const sampled = useNodePreview(node);
  if (!sampled) return null;
  if (sampled.error || sampled.slow) {
    return (
      <p className="sample-words">
        <span className="sample-chip">{texts.sample}</span>
        {sampled.error ? `${texts.failed}: ${sampled.error}` : sampled.slow}
      </p>
    );
  }
  const shown = sampled.ports[port];
  if (shown?.kind !== "dataset") return null;
  return (
    <figure className="sample-preview">
      <figcaption>
        <span className="sample-chip">{texts.sample}</span>
        {texts.rows(shown.rows ?? 0)}
      </figcaption>
      <PreviewTable shown={shown} rows={PREVIEW_ROWS} columns={PREVIEW_COLUMNS} label={texts.table(title)} />
    </figure>
  );
}
