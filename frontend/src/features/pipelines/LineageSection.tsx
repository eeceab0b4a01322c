/** What a run used and what it made, as cards in the direction of the data; and the way to the whole graph. */

import { IconChartBar, IconTimelineEvent, IconTopologyStar3 } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { toUrl } from "../../api/basePath";
import type { Pipeline, PipelineRun } from "../../api/pipelines";
import { followInPage } from "../../lib/navigation";
import { appTexts } from "../../messages/appTexts";
import { formatSeconds } from "../../messages/formatting";
import { pipelineTexts } from "../../messages/pipelineTexts";
import { LineageButton } from "./LineageButton";
import "./runsSection.css";
import "./lineage.css";

const texts = pipelineTexts.lineage;

export function LineageSection({ pipeline, run }: { pipeline: Pipeline; run: PipelineRun | undefined }) {
  return (
    <section className="pipeline-section">
      <div className="pipeline-section-head">
        <h3>{texts.title}</h3>
        {run && <p>{texts.about(run.run.number)}</p>}
        {run && <LineageButton name={pipeline.name} path={`pipelines/${pipeline.id}`} label={texts.open} />}
      </div>
      {run ? <LineageCards run={run} /> : <p className="runs-none">{texts.none}</p>}
    </section>
  );
}

function LineageCards({ run }: { run: PipelineRun }) {
  const inputs = Object.entries(run.inputs);
  const outputs = Object.entries(run.outputs);
  const state = appTexts.runStates[run.run.state];
  return (
    <div className="lineage-cards">
      {inputs.length > 0 && (
        <div className="lineage-column">
          {inputs.map(([name, input]) => (
            <LineageCard
              key={name}
              kind={input.kind === "model" ? "model" : "data"}
              title={input.name}
              to={input.kind === "model" ? `/models/${input.name}/${input.version}` : `/datasets`}
              facts={[pipelineTexts.version(input.version)]}
            />
          ))}
        </div>
      )}
      <div className="lineage-column">
        <LineageCard
          kind="run"
          title={pipelineTexts.runs.run(run.run.number)}
          to={`/designs/${run.design_id}#run-${run.run.id}`}
          facts={[
            texts.pipelineVersion(run.version),
            <span key="state" className={`status-${run.run.state}`}>
              <b>{state}</b> {run.run.seconds !== null && formatSeconds(run.run.seconds)}
            </span>,
          ]}
        />
      </div>
      {outputs.length > 0 && (
        <div className="lineage-column">
          {outputs.map(([name, output]) => (
            <LineageCard
              key={name}
              kind={output.kind === "model" ? "model" : "data"}
              title={output.name}
              to={output.kind === "model" ? `/models/${output.name}/${output.version ?? ""}` : "/datasets"}
              isRefused={output.error !== null}
              facts={
                output.error !== null
                  ? [texts.notStored, output.error]
                  : [pipelineTexts.version(output.version ?? 0), output.is_new ? texts.new : texts.same]
              }
            />
          ))}
        </div>
      )}
    </div>
  );
}

const CARD_ICONS = { data: IconChartBar, run: IconTimelineEvent, model: IconTopologyStar3 };

interface LineageCardProps {
  kind: keyof typeof CARD_ICONS;
  title: string;
  to: string;
  facts: ReactNode[];
  isRefused?: boolean;
}

export function LineageCard({ kind, title, to, facts, isRefused = false }: LineageCardProps) {
  const Icon = CARD_ICONS[kind];
  return (
    <a
      className="lineage-card"
      data-kind={kind}
      data-refused={isRefused || undefined}
      href={toUrl(to)}
      onClick={followInPage}
    >
      <span className="lineage-plate">
        <Icon size={22} stroke={1.4} aria-hidden="true" />
      </span>
      <span className="lineage-words">
        <b>{title}</b>
        {facts.map((fact, at) => (
          <span key={at}>{fact}</span>
        ))}
      </span>
    </a>
  );
}
