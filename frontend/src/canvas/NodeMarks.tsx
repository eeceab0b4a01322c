/** What is known of a card before a run, in its margin: advice, the provisional metric of an evaluation, comments. */

import { SampleMark } from "../sample/SampleMark";
import { CommentBadge } from "../together/CommentBadge";
import { AdviceBadge } from "./AdviceBadge";

export function NodeMarks({ id }: { id: string }) {
  return (
    <>
      <AdviceBadge id={id} />
      <SampleMark id={id} />
      <CommentBadge id={id} />
    </>
  );
}
