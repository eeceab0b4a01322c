/** All pipelines, one a row: how the last run went, which version is the default, and the design behind it. */

import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { toUrl } from "../../api/basePath";
import type { PipelineSummary } from "../../api/pipelines";
import { formatCount } from "../../lib/format";
import { followInPage } from "../../lib/navigation";
import { getRunFigure } from "../../lib/runFigure";
import { pipelineTexts as texts } from "../../messages/pipelineTexts";
import { MetricFigure } from "../../ui/MetricFigure";
import { ResponsiveTable } from "../../ui/ResponsiveTable";
import { RunStateBadge } from "../../ui/RunState";
import "./pipelineList.css";

export function PipelineList({ pipelines }: { pipelines: PipelineSummary[] }) {
  const [query, setQuery] = useState("");
  const needle = query.trim().toLowerCase();
  const found = pipelines.filter((one) =>
    [one.name, one.note, one.design_name].some((text) => text.toLowerCase().includes(needle)),
  );
  const { name, lastRun, version, design, runs } = texts.columns;
  return (
    <>
      <TextInput
        className="pipeline-find"
        size="sm"
        aria-label={texts.find}
        placeholder={texts.find}
        leftSection={<IconSearch size={15} stroke={1.6} />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {found.length === 0 && <p className="page-message">{texts.noMatch(query)}</p>}
      {found.length > 0 && (
        <ResponsiveTable headings={[name, lastRun, version, design, runs]}>
          {found.map((one) => (
            <PipelineRow key={one.id} pipeline={one} />
          ))}
        </ResponsiveTable>
      )}
    </>
  );
}

function PipelineRow({ pipeline }: { pipeline: PipelineSummary }) {
  const { last_run: last } = pipeline;
  return (
    <tr>
      <th scope="row">
        <a className="pipeline-name" href={toUrl(`/pipelines/${pipeline.command_name}`)} onClick={followInPage}>
          {pipeline.name}
        </a>
        {pipeline.note && <p className="pipeline-row-note">{pipeline.note}</p>}
      </th>
      <td>
        {last ? (
          <span className="pipeline-last">
            <RunStateBadge run={last.run} />
            <MetricFigure figure={getRunFigure(last.run.evaluations)} />
          </span>
        ) : (
          texts.neverRun
        )}
      </td>
      <td>{pipeline.default_version}</td>
      <td>
        <a className="pipeline-design" href={toUrl(`/designs/${pipeline.design_id}`)} onClick={followInPage}>
          {pipeline.design_name}
        </a>
      </td>
      <td>{formatCount(pipeline.runs)}</td>
    </tr>
  );
}
