/** The picture of a dataset in a list: the histogram of its first pictured column. */

import { useMemo } from "react";
import type { Thumbnail } from "../api/apiTypes";
import { ColumnPicture } from "./charts/ColumnPicture";

const WIDTH = 38;
const HEIGHT = 24;

export function DatasetThumbnail({ glance }: { glance: Thumbnail | null }) {
  const profile = useMemo(() => {
    const counts = glance?.kind === "histograms" ? (glance.columns[0]?.bars ?? []) : [];
    return { histogram: { edges: [], counts }, top: null, missing: 0 };
  }, [glance]);
  return (
    <span className="dataset-plate">
      <ColumnPicture profile={profile} rows={0} width={WIDTH} height={HEIGHT} />
    </span>
  );
}
