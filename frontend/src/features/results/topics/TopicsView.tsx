/** The topics of texts: each with its words, the more probable the longer the bar. */

import type { TopicDetails } from "../../../api/artifactViews";
import { formatCount, formatFixed, formatPercent } from "../../../lib/format";
import { textAnalyticsTexts } from "../../../messages/textAnalyticsTexts";
import "./topicsView.css";

const texts = textAnalyticsTexts.topics;
const BAR = 96;

export function TopicsView({ title, details }: { title: string; details: TopicDetails }) {
  const { topics } = details;
  const largest = Math.max(0, ...topics.flatMap((topic) => topic.words.map(({ weight }) => weight)));
  return (
    <article className="topics">
      <h2>{title}</h2>
      <p>{texts.summary(formatCount(topics.length))}</p>
      <ol>
        {topics.map((topic) => (
          <TopicCard key={topic.name} topic={topic} largest={largest} />
        ))}
      </ol>
    </article>
  );
}

/** All topics share one scale, so that a topic of few words looks different from one of many. */
function TopicCard({ topic, largest }: { topic: TopicDetails["topics"][number]; largest: number }) {
  return (
    <li>
      <header className="plot-head">
        <h3>{topic.name}</h3>
        <span className="plot-caption">{texts.share(formatPercent(topic.share))}</span>
      </header>
      <table aria-label={texts.words(topic.name)}>
        <tbody>
          {topic.words.map(({ word, weight }) => (
            <tr key={word}>
              <th scope="row" title={word} dir="auto">
                {word}
              </th>
              <td>
                <svg width={BAR} height={10} aria-hidden="true">
                  <rect width={largest > 0 ? Math.max(1, (BAR * weight) / largest) : 0} height={10} fill="var(--bar)" />
                </svg>
              </td>
              <td className="number">{formatFixed(weight, 3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </li>
  );
}
