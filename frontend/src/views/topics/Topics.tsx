/** The topics of texts: each with its words, the more probable the longer the bar. */

import type { TopicDetails } from "../../api/views";
import { languageMessages } from "../../messages/language";
import { count, fixed, percent } from "../format";
import "./topics.css";

const words = languageMessages.topics;
const BAR = 96;

export function Topics({ title, details }: { title: string; details: TopicDetails }) {
  const { topics } = details;
  const largest = Math.max(0, ...topics.flatMap((topic) => topic.words.map(({ weight }) => weight)));
  return (
    <article className="topics">
      <h2>{title}</h2>
      <p>{words.summary(count(topics.length))}</p>
      <ol>
        {topics.map((topic) => (
          <Topic key={topic.name} topic={topic} largest={largest} />
        ))}
      </ol>
    </article>
  );
}

/** All topics share one scale, so that a topic of few words looks different from one of many. */
function Topic({ topic, largest }: { topic: TopicDetails["topics"][number]; largest: number }) {
  return (
    <li>
      <header className="plot-head">
        <h3>{topic.name}</h3>
        <span className="plot-caption">{words.share(percent(topic.share))}</span>
      </header>
      <table aria-label={words.words(topic.name)}>
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
              <td className="number">{fixed(weight, 3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </li>
  );
}
