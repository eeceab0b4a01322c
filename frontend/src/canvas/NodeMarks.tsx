/** What is known of a card before a run, in its margin: advice, and the provisional metric of an evaluation. */

import { SampleMark } from "../sample/SampleMark";
import { AdviceBadge } from "./AdviceBadge";

export function NodeMarks({ id }: { id: string }) {
  return (
    <>
      <AdviceBadge id={id} />
      <SampleMark id={id} />
    </>
  );
}
