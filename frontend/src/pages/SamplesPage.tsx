/** The gallery: all samples, with search and topics, the picture of each graph, and what it teaches. */

import "../styles/later";
import { Button, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { takeTour } from "../actions/takeTour";
import { useSamples } from "../api/queries";
import type { Sample } from "../api/types";
import { GraphPicture } from "../components/GraphPicture";
import { openNew } from "../components/newDesign";
import { PageFrame } from "../components/PageFrame";
import { matching, topicName, topicsOf } from "../components/samples";
import { onboarding } from "../messages/onboarding";
import { resultsMessages } from "../messages/results";
import { seconds } from "../messages/words";
import "./samples.css";

const say = onboarding.gallery;

export function SamplesPage() {
  const { data, error } = useSamples();
  const [query, setQuery] = useState("");
  const [topic, setTopic] = useState<string | null>(null);
  const samples = data ?? [];
  const shown = matching(samples, query, topic);
  return (
    <PageFrame title={say.title}>
      <div className="samples">
        <header className="page-head">
          <h1>{say.title}</h1>
          <div className="page-actions">
            <TextInput
              w={240}
              size="sm"
              aria-label={say.find}
              placeholder={say.find}
              leftSection={<IconSearch size={15} stroke={1.6} />}
              value={query}
              onChange={(event) => setQuery(event.currentTarget.value)}
            />
            <Button variant="default" onClick={() => void takeTour.perform()}>
              {onboarding.empty.tour}
            </Button>
          </div>
        </header>
        <fieldset className="topic-filter sideways" aria-label={say.topics}>
          {[null, ...topicsOf(samples)].map((one) => (
            <button key={one} type="button" aria-pressed={one === topic} onClick={() => setTopic(one)}>
              {one === null ? say.everything : topicName(one)}
            </button>
          ))}
        </fieldset>
        {error && <p className="page-message">{error.message}</p>}
        <p className="topics-count" role="status">
          {data && (shown.length > 0 ? say.shown(shown.length) : say.noMatch(query))}
        </p>
        <ul className="sample-cards">
          {shown.map((sample) => (
            <li key={sample.name}>
              <SampleCard sample={sample} />
            </li>
          ))}
        </ul>
      </div>
    </PageFrame>
  );
}

function SampleCard({ sample }: { sample: Sample }) {
  const [busy, setBusy] = useState(false);
  const words = resultsMessages.home;
  const time = sample.seconds === null ? "" : seconds(sample.seconds);
  const facts = [sample.task, words.modules(sample.modules), time, say.level[sample.level]];
  const open = () => {
    setBusy(true);
    void openNew({ sample: sample.name }).finally(() => setBusy(false));
  };
  return (
    <button
      type="button"
      className="sample-card"
      disabled={busy}
      aria-busy={busy}
      aria-label={say.open(sample.title)}
      onClick={open}
    >
      <span className="sample-card-picture">
        <GraphPicture picture={sample.picture} width={264} height={150} label={words.picture(sample.title)} />
      </span>
      <span className="sample-card-title">{sample.title}</span>
      <span className="sample-card-question">{sample.question}</span>
      <span className="sample-card-teaches">{sample.teaches}</span>
      <span className="sample-card-facts">{facts.filter(Boolean).join(", ")}</span>
    </button>
  );
}
