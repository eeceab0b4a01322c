/** The newest datasets, and the way to all of them. */

import { urlOf } from "../api/base";
import { useDatasets } from "../api/queries";
import { resultsMessages as say } from "../messages/results";
import { followHere } from "../navigation";
import { sizeOf } from "../views/format";
import { DatasetPlate } from "./DatasetPlate";
import "./datasetRows.css";

const MOST = 6;

export function HomeDatasets() {
  const { data } = useDatasets();
  if (!data) return null;
  return (
    <section className="home-datasets">
      <header>
        <h2>{say.home.datasets}</h2>
        {data.length > 0 && (
          <a href={urlOf("/datasets")} onClick={followHere}>
            {say.home.all(data.length)}
          </a>
        )}
      </header>
      {data.length === 0 && <p className="page-message">{say.home.noDatasets}</p>}
      <ul>
        {data.slice(0, MOST).map((dataset) => (
          <li key={dataset.id}>
            <DatasetPlate glance={dataset.glance} />
            <a href={urlOf(`/datasets#${encodeURIComponent(dataset.id)}`)} className="dataset-name">
              {dataset.name}
            </a>
            <span className="dataset-size">{sizeOf(dataset)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
