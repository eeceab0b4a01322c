/** What is known of a card, in its margin: advice, the figure of an evaluation, comments. */

import { AdviceBadge } from "./AdviceBadge";
import { CommentBadge } from "./CommentBadge";
import { MetricBadge } from "./MetricBadge";

export function NodeBadges({ id }: { id: string }) {
  return (
    <>
      <AdviceBadge id={id} />
      <MetricBadge id={id} />
      <CommentBadge id={id} />
    </>
  );
}
