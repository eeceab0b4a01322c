/** Every sentence about topics and recommendations, in English. */

const topics = {
  summary: (topics: string) =>
    topics === "1" ? "One topic, with its most probable words" : `${topics} topics, with their most probable words`,
  share: (share: string) => `${share} of a text, on average`,
  words: (topic: string) => `The words of ${topic}, and how probable each is in it`,
};

const recommendation = {
  much: "far better than chance",
  better: "better than chance",
  little: "a little better than chance",
  hardly: "hardly better than chance",
  orders: (name: string, how: string) => `${name} orders the items ${how}`,
  order: (gain: string, chance: string, users: string, depth: string) =>
    `NDCG ${gain} against ${chance} in random order, on the ${users} users that were scored, by at most ${depth} items each.`,
  misses: (name: string, label: string, error: string) => `${name} misses ${label} by ${error} on average`,
  ratings: (error: string, rows: string, low: string, high: string) =>
    `Root mean squared error ${error}, on the ${rows} ratings that were held out. They run from ${low} to ${high}.`,
  chance: { title: "Random order", hint: "NDCG" },
  users: { title: "Users" },
};

const similar = {
  title: "Similar items",
  caption: "Liked by the same people: 1 is the same taste",
  find: "Find an item",
  none: "No item matches",
  shown: (shown: string, found: string) => `${shown} of ${found}, the most rated first`,
  kept: (kept: string, all: string) => `The ${kept} most rated of ${all} items are shown.`,
  ratings: (ratings: string) => `${ratings} ${ratings === "1" ? "rating" : "ratings"}`,
  like: (item: string) => `Items like ${item}`,
  look: (item: string) => `Find items like ${item}`,
};

export const textAnalyticsTexts = { topics, recommendation, similar };
