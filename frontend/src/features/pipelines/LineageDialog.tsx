/** The lineage of a pipeline, a dataset or a model as a graph, in both directions. */

import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type Lineage, pipelineQueries } from "../../api/pipelines";
import { formatMoment } from "../../lib/format";
import { appTexts } from "../../messages/appTexts";
import { pipelineTexts } from "../../messages/pipelineTexts";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { LineageCard } from "./LineageSection";
import { layOutLineage, type PlacedCard } from "./lineageLayout";
import "./lineage.css";

const texts = pipelineTexts.lineage;

/** `path` says of what: `pipelines/ID`, `datasets/ID?version=2`, `models/ID?version=3` or `runs/ID`. */
export const createLineageDialog =
  (name: string, path: string): Dialog =>
  ({ onClose }) => {
    const { data, error } = useQuery({ ...pipelineQueries.lineage(path), gcTime: 0 });
    return (
      <Modal opened onClose={onClose} size="auto" title={texts.graphTitle(name)}>
        {data && data.runs.length > 0 && <p className="lineage-about">{texts.graphHelp}</p>}
        {error && <p>{error.message}</p>}
        {data?.runs.length === 0 && <p className="lineage-about">{texts.alone}</p>}
        {data?.is_cut && <p className="lineage-about">{texts.cut}</p>}
        {data && <LineageGraph lineage={data} />}
      </Modal>
    );
  };

function LineageGraph({ lineage }: { lineage: Lineage }) {
  const { cards, paths, width, height } = layOutLineage(lineage);
  return (
    <div className="lineage-graph">
      <div style={{ position: "relative", width, height }}>
        <svg width={width} height={height} aria-hidden="true">
          {paths.map((path) => (
            <path key={path} d={path} />
          ))}
        </svg>
        {cards.map((card) => (
          <div key={card.key} style={{ position: "absolute", left: card.x, top: card.y }}>
            <CardOf card={card} lineage={lineage} />
          </div>
        ))}
      </div>
    </div>
  );
}

function CardOf({ card, lineage }: { card: PlacedCard; lineage: Lineage }) {
  const thing = lineage.things.find((one) => one.key === card.key);
  if (thing) {
    const isModel = thing.kind === "model";
    return (
      <LineageCard
        kind={isModel ? "model" : "data"}
        title={thing.name}
        to={isModel ? `/models/${thing.name}/${thing.version}` : `/datasets#${thing.id}`}
        facts={[pipelineTexts.version(thing.version)]}
      />
    );
  }
  const run = lineage.runs.find((one) => one.id === card.key)!;
  const of = run.pipeline_version === null ? run.design_name : `${run.pipeline_name} ${run.pipeline_version}`;
  return (
    <LineageCard
      kind="run"
      title={`${pipelineTexts.runs.run(run.number)}, ${of}`}
      to={`/designs/${run.design_id}#run-${run.id}`}
      facts={[`${appTexts.runStates[run.state]}, ${formatMoment(run.created_at)}`]}
    />
  );
}
