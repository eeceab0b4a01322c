/** Recommended items: how well they are ordered, and for how many users. */

import type { RankingDetails } from "../../../api/artifactViews";
import { findMetric, makeUnknownMetric } from "../../../lib/metrics";
import { textAnalyticsTexts } from "../../../messages/textAnalyticsTexts";
import { DescribedChart } from "../../../ui/charts/DescribedChart";
import userGains from "../../../ui/charts/descriptions/user_gains.json";
import type { EvaluationChartsProps } from "./EvaluationView";
import { MetricCards } from "./MetricCards";

const texts = textAnalyticsTexts.recommendation;

export function RankingEvaluation({ models, focus }: EvaluationChartsProps<RankingDetails>) {
  const { details } = models[focus] ?? models[0]!;
  return (
    <>
      <MetricCards
        tiles={[
          { metric: findMetric("NDCG"), values: [details.ndcg] },
          { metric: { ...findMetric("NDCG"), ...texts.chance }, values: [details.by_chance] },
          { metric: { ...makeUnknownMetric(texts.users.title), format: "count" }, values: [details.users] },
        ]}
        focus={0}
      />
      <DescribedChart description={userGains} data={details} />
    </>
  );
}
