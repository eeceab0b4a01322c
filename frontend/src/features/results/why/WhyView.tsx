/** The tab Why of an evaluation: the lead with its interval, the naive baseline, the slices, what each model relies on. */

import { useMemo } from "react";
import type { EvaluationView, ModelComparison } from "../../../api/artifactViews";
import { shortenNames } from "../../../lib/headlineMetric";
import { findMetric } from "../../../lib/metrics";
import { whyTexts as texts } from "../../../messages/whyTexts";
import { getSeriesColor } from "../../../ui/charts/seriesColors";
import { EvaluationNode } from "../evaluation/scoredRows";
import { IntervalStrip } from "./IntervalStrip";
import { ModelFeatures } from "./ModelFeatures";
import { SliceTable } from "./SliceTable";
import { describeBaseline, orient, summarizeComparison } from "./whySummary";
import "./whyView.css";

interface Props {
  view: EvaluationView;
  comparison: ModelComparison;
  node: string | null;
}

export default function WhyView({ view, comparison, node }: Props) {
  const { title, detail } = useMemo(() => summarizeComparison(view, comparison), [view, comparison]);
  return (
    <EvaluationNode value={node}>
      <article className="why">
        <header>
          <h2>{title}</h2>
          <p>{detail}</p>
        </header>
        <div className="why-strips">
          <ValuesStrip view={view} comparison={comparison} />
          {comparison.difference && <DifferenceStrip view={view} comparison={comparison} />}
        </div>
        <div className="why-columns">
          <SliceTable view={view} comparison={comparison} />
          <ModelFeatures view={view} places={comparison.compared} node={node} />
        </div>
        <p className="fine-print">{texts.method(comparison.resamples, comparison.sampled)}</p>
      </article>
    </EvaluationNode>
  );
}

function ValuesStrip({ view, comparison }: Omit<Props, "node">) {
  const metric = findMetric(comparison.metric);
  const { baseline, compared, intervals } = comparison;
  const models = intervals.map((interval, at) => ({
    ...interval,
    name: view.models[compared[at]!]?.name ?? "",
    color: getSeriesColor(compared[at]!),
  }));
  const naive = { name: describeBaseline(baseline), value: baseline.value, low: null, high: null, color: "var(--bar)" };
  return (
    <IntervalStrip
      title={texts.values.title}
      caption={texts.values.caption(metric.title)}
      metric={metric}
      marks={[naive, ...models]}
    />
  );
}

function DifferenceStrip({ view, comparison }: Omit<Props, "node">) {
  const metric = findMetric(comparison.metric);
  const { value, low, high } = comparison.difference!;
  const ends = [low, high].map((end) => (end === null ? null : orient(end, metric)));
  const place = comparison.compared[0]!;
  const [name] = shortenNames(comparison.compared.map((one) => view.models[one]?.name ?? ""));
  const mark = {
    name: texts.difference.better(name!),
    value: value === null ? null : orient(value, metric),
    low: metric.better === "lower" ? ends[1]! : ends[0]!,
    high: metric.better === "lower" ? ends[0]! : ends[1]!,
    color: getSeriesColor(place),
  };
  return (
    <IntervalStrip
      title={texts.difference.title}
      caption={metric.title}
      metric={metric}
      marks={[mark]}
      zero={texts.difference.none}
    />
  );
}
