/** What each compared model relies on: its strongest columns, from the view of the trained model. */

import { useQueries } from "@tanstack/react-query";
import type { EvaluationView, ModelView } from "../../../api/artifactViews";
import type { Design } from "../../../api/designDocument";
import { queries } from "../../../api/queries";
import { listEdges, type Modules } from "../../../graph/ports";
import { formatMetrics, makeUnknownMetric } from "../../../lib/metrics";
import { whyTexts } from "../../../messages/whyTexts";
import { useCatalog } from "../../../stores/catalogStore";
import { useDesign } from "../../../stores/designStore";
import { getOutput } from "../../../stores/runStore";
import { getSeriesColor } from "../../../ui/charts/seriesColors";
import { findStrongestFeatures } from "./strongestFeatures";

const texts = whyTexts.features;

interface Props {
  view: EvaluationView;
  places: readonly number[];
  node: string | null;
}

export function ModelFeatures({ view, places, node }: Props) {
  const document = useDesign((store) => store.document);
  const modules = useCatalog((store) => store.modules);
  const artifacts = places.map((place) =>
    document && node ? findModelArtifact(document, modules, node, place) : null,
  );
  const found = useQueries({
    queries: artifacts.map((id) => ({ ...queries.artifact(id ?? ""), enabled: id !== null })),
    combine: (results) => results.map(({ data }) => data?.view),
  });
  if (artifacts.every((id) => id === null)) return null;
  return (
    <section className="why-features">
      <header className="plot-head">
        <h3>{texts.title}</h3>
      </header>
      <div className="why-models">
        {places.map((place, at) => (
          <ModelBars
            key={place}
            name={view.models[place]?.name ?? ""}
            color={getSeriesColor(place)}
            view={found[at]?.kind === "trained_model" ? found[at] : null}
            missing={artifacts[at] === null}
          />
        ))}
      </div>
    </section>
  );
}

/** The trained model behind the scores at one place of an evaluation, as the newest run has it. */
function findModelArtifact(design: Design, modules: Modules, node: string, place: number): string | null {
  const edges = listEdges(design);
  const listInputs = (target: string, type: string) =>
    (modules.get(design.nodes[target]?.module ?? "")?.inputs ?? [])
      .filter((port) => port.type === type)
      .flatMap((port) => edges.filter((edge) => edge.target === target && edge.input === port.name));
  const scorer = listInputs(node, "dataset")[place]?.source;
  const model = scorer === undefined ? undefined : listInputs(scorer, "trained_model")[0];
  return model ? (getOutput(model.source, model.output)?.artifact ?? null) : null;
}

interface ModelBarsProps {
  name: string;
  color: string;
  view: ModelView | null;
  missing: boolean;
}

function ModelBars({ name, color, view, missing }: ModelBarsProps) {
  const strongest = view && findStrongestFeatures(view);
  const metric = makeUnknownMetric("");
  const values = formatMetrics(metric, strongest?.features.map(({ value }) => value) ?? []);
  return (
    <div className="why-model">
      <h4 style={{ color }}>{name}</h4>
      <p className="plot-caption why-caption">
        {strongest ? texts[strongest.kind] : missing ? texts.wait : view ? texts.none : texts.loading}
      </p>
      {strongest && (
        <dl>
          {strongest.features.map((feature, at) => (
            <div key={feature.name}>
              <dt title={feature.name}>{feature.name}</dt>
              <dd>
                <i style={{ width: `${Math.max(1, 100 * feature.share)}%`, background: color }} />
                <span>{values[at]}</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
