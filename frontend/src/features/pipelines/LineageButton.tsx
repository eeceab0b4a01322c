/** Opens the lineage of a dataset, a model or a pipeline; the graph is loaded when it is asked for. */

import { pipelineTexts } from "../../messages/pipelineTexts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import "../../ui/textButton.css";

interface Props {
  name: string;
  /** Of what: see `createLineageDialog`. */
  path: string;
  label?: string;
}

export function LineageButton({ name, path, label = pipelineTexts.lineage.title }: Props) {
  const open = () =>
    openDialog(async () => ({ default: (await import("./LineageDialog")).createLineageDialog(name, path) }));
  return (
    <button type="button" className="text-button" onClick={() => void open()}>
      {label}
    </button>
  );
}
