/** The gallery: all samples, with search and topics, the picture of each graph, and what it teaches. */

import { Button, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { takeTourAction } from "../actions/takeTour";
import type { ExampleDesign } from "../api/apiTypes";
import { useExamples } from "../api/queries";
import { createAndOpenDesign } from "../lib/createDesign";
import { filterExamples, formatTopic, listTopics } from "../lib/exampleOrder";
import { formatSeconds } from "../messages/formatting";
import { onboardingTexts } from "../messages/onboardingTexts";
import { resultTexts } from "../messages/resultTexts";
import { GraphThumbnail } from "../ui/GraphThumbnail";
import { PageFrame } from "./frame/PageFrame";
import "./examplesPage.css";

const texts = onboardingTexts.gallery;

export default function ExamplesPage() {
  const { data, error } = useExamples();
  const [query, setQuery] = useState("");
  const [topic, setTopic] = useState<string | null>(null);
  const samples = data ?? [];
  const shown = filterExamples(samples, query, topic);
  return (
    <PageFrame title={texts.title}>
      <div className="samples">
        <header className="page-head">
          <h1>{texts.title}</h1>
          <div className="page-actions">
            <TextInput
              w={240}
              size="sm"
              aria-label={texts.find}
              placeholder={texts.find}
              leftSection={<IconSearch size={15} stroke={1.6} />}
              value={query}
              onChange={(event) => setQuery(event.currentTarget.value)}
            />
            <Button variant="default" onClick={() => void takeTourAction.perform()}>
              {onboardingTexts.empty.tour}
            </Button>
          </div>
        </header>
        <fieldset className="topic-filter sideways" aria-label={texts.topics}>
          {[null, ...listTopics(samples)].map((one) => (
            <button key={one} type="button" aria-pressed={one === topic} onClick={() => setTopic(one)}>
              {one === null ? texts.everything : formatTopic(one)}
            </button>
          ))}
        </fieldset>
        {error && <p className="page-message">{error.message}</p>}
        <p className="topics-count" role="status">
          {data && (shown.length > 0 ? texts.shown(shown.length) : texts.noMatch(query))}
        </p>
        <ul className="sample-cards">
          {shown.map((sample) => (
            <li key={sample.name}>
              <ExampleListItem sample={sample} />
            </li>
          ))}
        </ul>
      </div>
    </PageFrame>
  );
}

function ExampleListItem({ sample }: { sample: ExampleDesign }) {
  const [busy, setBusy] = useState(false);
  const words = resultTexts.home;
  const time = sample.seconds === null ? "" : formatSeconds(sample.seconds);
  const facts = [sample.task, words.modules(sample.modules), time, texts.level[sample.level]];
  const open = () => {
    setBusy(true);
    void createAndOpenDesign({ sample: sample.name }).finally(() => setBusy(false));
  };
  return (
    <button
      type="button"
      className="sample-card"
      disabled={busy}
      aria-busy={busy}
      aria-label={texts.open(sample.title)}
      onClick={open}
    >
      <span className="sample-card-picture">
        <GraphThumbnail picture={sample.picture} width={264} height={150} label={words.picture(sample.title)} />
      </span>
      <span className="sample-card-title">{sample.title}</span>
      <span className="sample-card-question">{sample.question}</span>
      <span className="sample-card-teaches">{sample.teaches}</span>
      <span className="sample-card-facts">{facts.filter(Boolean).join(", ")}</span>
    </button>
  );
}
