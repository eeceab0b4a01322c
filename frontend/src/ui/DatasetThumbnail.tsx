/** The picture of a dataset in a list: the histogram of its first pictured column. */

import type { Thumbnail } from "../api/apiTypes";
import { ColumnBars } from "./charts/ColumnPicture";

const WIDTH = 38;
const HEIGHT = 24;

export function DatasetThumbnail({ glance }: { glance: Thumbnail | null }) {
  const bars = glance?.kind === "histograms" ? (glance.columns[0]?.bars ?? []) : [];
  return (
    <svg className="dataset-plate" width={WIDTH} height={HEIGHT} aria-hidden="true">
      <ColumnBars counts={bars} width={WIDTH} height={HEIGHT} />
      <path d={`M0 ${HEIGHT - 1.5}h${WIDTH}`} className="plot-frame" />
    </svg>
  );
}
