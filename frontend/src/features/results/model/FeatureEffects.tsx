/** Partial dependence: the mean prediction against each of the columns that matter most. */

import { useMemo } from "react";
import type { ModelView, PartialDependence } from "../../../api/artifactViews";
import { modelKindTexts } from "../../../messages/modelKindTexts";
import { computeExtent, type Domain } from "../../../ui/charts/chartScale";
import { DescribedChart } from "../../../ui/charts/DescribedChart";
import effectCurve from "../../../ui/charts/descriptions/effect_curve.json";
import effectLevels from "../../../ui/charts/descriptions/effect_levels.json";
import { getSeriesColor } from "../../../ui/charts/seriesColors";
import "./featureEffects.css";

const texts = modelKindTexts.effects;

export default function FeatureEffects({ view }: { view: ModelView }) {
  const effects = view.dependence ?? [];
  const domain = useMemo<Domain>(() => widenDomain(computeExtent(listEffectValues(effects), 0.06)), [effects]);
  const names = effects[0]?.series.map(({ name }) => getSeriesName(view, name)) ?? [];
  return (
    <article className="effects">
      <header>
        <h2>{texts.title(view.label ?? "")}</h2>
        <p>{texts.caption}</p>
        <p className="plot-caption effects-names">
          {names.map((name, at) => (
            <span key={name} style={{ color: getSeriesColor(at) }}>
              {name}
            </span>
          ))}
        </p>
      </header>
      <div className="effects-grid">
        {effects.map((effect) => (
          <EffectChart key={effect.feature} effect={effect} domain={domain} />
        ))}
      </div>
    </article>
  );
}

const listEffectValues = (effects: PartialDependence[]): number[] =>
  effects.flatMap(({ series }) => series.flatMap(({ values }) => values));

const widenDomain = ([low, high]: Domain): Domain => (low === high ? [low - 0.5, high + 0.5] : [low, high]);

function getSeriesName(view: ModelView, name: string | null): string {
  if (name === null) return texts.prediction(view.label ?? "");
  return view.task === "quantile" ? texts.quantile(name) : texts.probability(name);
}

function EffectChart({ effect, domain: [low, high] }: { effect: PartialDependence; domain: Domain }) {
  const data = useMemo(() => ({ ...effect, low, high }), [effect, low, high]);
  return <DescribedChart description={effect.numeric ? effectCurve : effectLevels} data={data} />;
}
