/** Which samples the gallery shows, and which ones the home page. */

import type { ExampleDesign } from "../api/apiTypes";

const EXAMPLES_AT_FIRST = 10;

const TOPIC_NAMES: Record<string, string> = { sql: "SQL", python: "Python", r: "R" };

/** A topic as it is written: names as their owners do, all else in small letters. */
export const formatTopic = (topic: string): string => TOPIC_NAMES[topic] ?? topic;

/** The topics that there are, in the order in which the samples bring them. */
export const listTopics = (samples: readonly ExampleDesign[]): string[] => [
  ...new Set(samples.flatMap(({ topics }) => topics)),
];

export function filterExamples(
  samples: readonly ExampleDesign[],
  query: string,
  topic: string | null,
): ExampleDesign[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return samples.filter((sample) => {
    const about = [sample.title, sample.question, sample.teaches, sample.description, sample.task, ...sample.topics];
    const searchedText = about.join(" ").toLowerCase();
    return (
      (topic === null || sample.topics.some((one) => one === topic)) &&
      words.every((word) => searchedText.includes(word))
    );
  });
}

/** A few that differ: the first of each task, then the first that are left. */
export function pickVariedExamples(samples: readonly ExampleDesign[]): ExampleDesign[] {
  const firsts = samples.filter((sample, at) => samples.findIndex(({ task }) => task === sample.task) === at);
  const others = samples.filter((sample) => !firsts.includes(sample));
  return [...firsts, ...others].slice(0, EXAMPLES_AT_FIRST);
}
