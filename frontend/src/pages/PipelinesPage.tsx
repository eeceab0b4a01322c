/** All published pipelines, or one of them: what it did, what it would do, and the form that runs it. */

import { Button } from "@mantine/core";
import { Suspense, useState } from "react";
import { toUrl } from "../api/basePath";
import { type Pipeline, type PipelineRun, usePipeline, usePipelineRuns, usePipelines } from "../api/pipelines";
import { LineageSection } from "../features/pipelines/LineageSection";
import { PipelineHead } from "../features/pipelines/PipelineHead";
import { PipelineList } from "../features/pipelines/PipelineList";
import { PipelineSide } from "../features/pipelines/PipelineSide";
import { RunHeadline } from "../features/pipelines/RunHeadline";
import { RunPane } from "../features/pipelines/RunPane";
import { RunsSection } from "../features/pipelines/RunsSection";
import { lazyWithRetry } from "../lib/lazy";
import { followInPage } from "../lib/navigation";
import { pipelineTexts as texts } from "../messages/pipelineTexts";
import { DialogHost } from "../ui/dialogs/DialogHost";
import { EmptyState } from "../ui/EmptyState";
import { PageFrame } from "./frame/PageFrame";
import "./pipelinesPage.css";

/** What takes its place between the headline and the runs: found by being written, and given the pipeline. */
const SECTIONS = Object.values(
  import.meta.glob<{ default: (props: { pipeline: Pipeline }) => React.ReactNode }>(
    "../features/triggers/PipelineTriggers.tsx",
  ),
).map((load) => lazyWithRetry(load));

export default function PipelinesPage({ pipeline: name }: { pipeline?: string }) {
  const { data, error } = usePipelines();
  const found = data?.find((one) => one.command_name === name || one.id === name);
  if (name === undefined) {
    return (
      <PageFrame title={texts.title}>
        <div className="pipelines">
          <header className="page-head">
            <h1>{texts.title}</h1>
          </header>
          {error && <p className="page-message">{error.message}</p>}
          {data?.length === 0 && <NoPipelines />}
          {data && data.length > 0 && <PipelineList pipelines={data} />}
        </div>
        <DialogHost />
      </PageFrame>
    );
  }
  return (
    <PageFrame title={found?.name ?? texts.title}>
      {error && <p className="page-message">{error.message}</p>}
      {data && !found && (
        <EmptyState isPage title={texts.lost} details={texts.lostHelp}>
          <Button component="a" href={toUrl("/pipelines")} variant="default" mt="xs" onClick={followInPage}>
            {texts.back}
          </Button>
        </EmptyState>
      )}
      {found && <OnePipeline key={found.id} id={found.id} />}
      <DialogHost />
    </PageFrame>
  );
}

const NoPipelines = () => (
  <EmptyState title={texts.empty} details={texts.emptyHelp}>
    <Button component="a" href={toUrl("/")} variant="default" mt="xs" onClick={followInPage}>
      {texts.emptyAction}
    </Button>
  </EmptyState>
);

function OnePipeline({ id }: { id: string }) {
  const { data: pipeline, error } = usePipeline(id);
  const { data: runs } = usePipelineRuns(id);
  const [version, setVersion] = useState<number>();
  const [chosen, setChosen] = useState<string>();
  if (error) return <p className="page-message">{error.message}</p>;
  if (!pipeline) return null;
  const shownVersion = version ?? pipeline.default_version ?? pipeline.version_list[0]?.version ?? 1;
  const run: PipelineRun | undefined = runs?.find((one) => one.run.id === chosen) ?? runs?.[0];
  return (
    <div className="pipeline">
      <PipelineSide pipeline={pipeline} version={shownVersion} onChoose={setVersion} />
      <div className="pipeline-main">
        <PipelineHead pipeline={pipeline} />
        <RunHeadline pipeline={pipeline} run={run} runs={runs ?? []} />
        <Suspense fallback={null}>
          {SECTIONS.map((Section, at) => (
            <Section key={at} pipeline={pipeline} />
          ))}
        </Suspense>
        <RunsSection pipeline={pipeline} runs={runs ?? []} shown={run?.run.id} onChoose={setChosen} />
        <LineageSection pipeline={pipeline} run={run} />
      </div>
      <RunPane key={shownVersion} pipeline={pipeline} version={shownVersion} onChooseVersion={setVersion} />
    </div>
  );
}
