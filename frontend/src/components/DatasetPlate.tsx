/** The picture of a dataset in a list: the histogram of its first pictured column. */

import type { Glance } from "../api/types";
import { Bars } from "../views/charts/ColumnPicture";

const WIDTH = 38;
const HEIGHT = 24;

export function DatasetPlate({ glance }: { glance: Glance | null }) {
  const bars = glance?.kind === "histograms" ? (glance.columns[0]?.bars ?? []) : [];
  return (
    <svg className="dataset-plate" width={WIDTH} height={HEIGHT} aria-hidden="true">
      <Bars counts={bars} width={WIDTH} height={HEIGHT} />
      <path d={`M0 ${HEIGHT - 1.5}h${WIDTH}`} className="plot-frame" />
    </svg>
  );
}
