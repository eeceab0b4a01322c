/** The picture of a dataset in a list: the histogram of its first pictured column. */

import type { Thumbnail } from "../api/apiTypes";
import { toBarsPath } from "./ThumbnailPicture";

const WIDTH = 38;
const HEIGHT = 24;

export function DatasetThumbnail({ glance }: { glance: Thumbnail | null }) {
  const bars = glance?.kind === "histograms" ? (glance.columns[0]?.bars ?? []) : [];
  return (
    <svg className="dataset-plate" width={WIDTH} height={HEIGHT} aria-hidden="true">
      {bars.length > 0 && <path fill="var(--bar)" d={toBarsPath(bars, 0, 0, WIDTH, HEIGHT - 2)} />}
      <path stroke="var(--hairline-strong)" d={`M0 ${HEIGHT - 1.5}h${WIDTH}`} />
    </svg>
  );
}
