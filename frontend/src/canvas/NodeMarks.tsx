/** What is known of a card, in its margin: advice, the figure of an evaluation, comments. */

import { CommentBadge } from "../together/CommentBadge";
import { AdviceBadge } from "./AdviceBadge";
import { EvaluationMark } from "./EvaluationMark";

export function NodeMarks({ id }: { id: string }) {
  return (
    <>
      <AdviceBadge id={id} />
      <EvaluationMark id={id} />
      <CommentBadge id={id} />
    </>
  );
}
