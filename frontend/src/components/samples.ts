/** Which samples the gallery shows, and which ones the home page. */

import type { Sample } from "../api/types";

const FEW = 5;

const NAMES: Record<string, string> = { sql: "SQL", python: "Python", r: "R" };

/** A topic as it is written: names as their owners do, all else in small letters. */
export const topicName = (topic: string): string => NAMES[topic] ?? topic;

/** The topics that there are, in the order in which the samples bring them. */
export const topicsOf = (samples: readonly Sample[]): string[] => [...new Set(samples.flatMap(({ topics }) => topics))];

export function matching(samples: readonly Sample[], query: string, topic: string | null): Sample[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return samples.filter((sample) => {
    const about = [sample.title, sample.question, sample.teaches, sample.description, sample.task, ...sample.topics];
    const told = about.join(" ").toLowerCase();
    return (topic === null || sample.topics.some((one) => one === topic)) && words.every((word) => told.includes(word));
  });
}

/** A few that differ: the first of each task, then the first that are left. */
export function few(samples: readonly Sample[]): Sample[] {
  const firsts = samples.filter((sample, at) => samples.findIndex(({ task }) => task === sample.task) === at);
  const others = samples.filter((sample) => !firsts.includes(sample));
  return [...firsts, ...others].slice(0, FEW);
}
