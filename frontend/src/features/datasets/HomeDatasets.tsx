/** The newest datasets, and the way to all of them. */

import { useQuery } from "@tanstack/react-query";
import { toUrl } from "../../api/basePath";
import { queries } from "../../api/queries";
import { formatDatasetSize } from "../../lib/format";
import { followInPage } from "../../lib/navigation";
import { resultTexts as texts } from "../../messages/resultTexts";
import { DatasetThumbnail } from "../../ui/DatasetThumbnail";
import "./datasetRows.css";

const MOST = 6;

export function HomeDatasets() {
  const { data } = useQuery(queries.newestDatasets(MOST));
  if (!data) return null;
  return (
    <section className="home-datasets">
      <header>
        <h2>{texts.home.datasets}</h2>
        {data.total > 0 && (
          <a href={toUrl("/datasets")} onClick={followInPage}>
            {texts.home.all(data.total)}
          </a>
        )}
      </header>
      {data.total === 0 && <p className="page-message">{texts.home.noDatasets}</p>}
      <ul>
        {data.items.map((dataset) => (
          <li key={dataset.id} className="dataset-row">
            <DatasetThumbnail glance={dataset.glance} />
            <a href={toUrl(`/datasets#${encodeURIComponent(dataset.id)}`)} className="dataset-name">
              {dataset.name}
            </a>
            <span className="dataset-size">{formatDatasetSize(dataset)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
