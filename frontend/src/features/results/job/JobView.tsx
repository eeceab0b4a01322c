/** The run of a command in full: what was run on what, the metrics as they come, its files and its log. */

import { IconBraces, IconFile, IconPhoto } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { toUrl } from "../../../api/basePath";
import { formatFileSize, formatShort } from "../../../lib/format";
import { jobTexts as texts } from "../../../messages/jobTexts";
import { useDesign } from "../../../stores/designStore";
import { getNodeName } from "../../../stores/nodeNames";
import { useRun } from "../../../stores/runStore";
import { DescribedChart } from "../../../ui/charts/DescribedChart";
import metricSeries from "../../../ui/charts/descriptions/metric_series.json";
import { SegmentedSwitch } from "../../../ui/Segments";
import { StepLog } from "../StepLog";
import { findBestPoint } from "./bestPoint";
import { getStepPath, type MetricSeries, useStepFiles, useStepMetrics } from "./jobQueries";
import "./jobView.css";

/** So many metrics have a tab; further ones are in the table that leaves the second port. */
const MAX_TABS = 6;
const MAX_LISTED_FILES = 60;

export default function JobView({ node }: { node: string }) {
  const run = useRun((store) => store.run?.id);
  const state = useRun((store) => store.steps[node]?.state);
  if (run === undefined || state === undefined) return <JobFacts node={node} />;
  const running = state === "running";
  return (
    <div className="job">
      <JobFacts node={node} />
      <JobMetrics run={run} node={node} running={running} />
      <div className="job-side">
        <JobFiles run={run} node={node} over={!running && state !== "queued"} />
        <h3 className="caption">{texts.log}</h3>
        <div className="job-log">
          <StepLog node={node} />
        </div>
      </div>
    </div>
  );
}

function JobFacts({ node }: { node: string }) {
  const { parameters = {}, inputs = {} } = useDesign(({ document }) => document?.nodes[node]) ?? {};
  const sources = (ports: (port: string) => boolean) =>
    Object.entries(inputs)
      .filter(([port]) => ports(port))
      .flatMap(([, edges]) => (typeof edges === "string" ? [edges] : Object.keys(edges as object)))
      .map((reference) => getNodeName(reference.split(".")[0]!));
  const minutes = parameters.minutes;
  const facts: [string, string][] = [
    [texts.inputs, sources((port) => port !== "code").join(", ") || texts.noInputs],
    [texts.code, sources((port) => port === "code").join(", ") || texts.noInputs],
    [texts.environment, typeof parameters.environment === "string" ? parameters.environment : texts.serverEnvironment],
    ...(typeof minutes === "number" ? [[texts.limit, texts.minutes(minutes)] as [string, string]] : []),
  ];
  return (
    <div className="job-facts">
      {typeof parameters.command === "string" && <pre className="job-command">{parameters.command}</pre>}
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function JobMetrics({ run, node, running }: { run: string; node: string; running: boolean }) {
  const { data } = useStepMetrics(run, node, running);
  const [chosen, setChosen] = useState<string>();
  if (!data || data.length === 0) return <p className="job-metrics job-nothing">{texts.noMetrics}</p>;
  const shown = data.find((series) => series.name === chosen) ?? data[0]!;
  return (
    <div className="job-metrics">
      {data.length > 1 && (
        <SegmentedSwitch
          aria-label={texts.metrics}
          data={data.slice(0, MAX_TABS).map(({ name }) => ({ value: name, label: name }))}
          value={shown.name}
          onChange={setChosen}
        />
      )}
      <MetricChart series={shown} />
    </div>
  );
}

function MetricChart({ series }: { series: MetricSeries }) {
  const data = useMemo(() => ({ ...series, ...findBestPoint(series) }), [series]);
  const { values, steps, name } = series;
  if (values.length < 2) {
    return (
      <p className="job-figure">
        <b>{formatShort(values[0] ?? 0)}</b> {name}
      </p>
    );
  }
  return (
    <>
      <DescribedChart description={metricSeries} data={data} />
      <p className="job-last">{texts.last(formatShort(values.at(-1)!), steps.at(-1)!)}</p>
    </>
  );
}

function JobFiles({ run, node, over }: { run: string; node: string; over: boolean }) {
  const { data } = useStepFiles(run, node, over);
  const files = data?.files ?? [];
  return (
    <>
      <h3 className="caption job-outputs">
        {texts.outputs}
        <span>{data?.partial && files.length > 0 ? texts.partial : texts.kept}</span>
      </h3>
      {files.length === 0 && <p className="job-nothing">{texts.noOutputs}</p>}
      <ul className="job-files">
        {files.slice(0, MAX_LISTED_FILES).map(({ path, bytes }) => (
          <li key={path}>
            <FileIcon path={path} />
            <a
              href={toUrl(`${getStepPath(run, node)}/files/${path.split("/").map(encodeURIComponent).join("/")}`)}
              download
              aria-label={texts.download(path)}
            >
              {path}
            </a>
            <span>{formatFileSize(bytes)}</span>
          </li>
        ))}
      </ul>
      {files.length > MAX_LISTED_FILES && <p className="job-nothing">{texts.more(files.length - MAX_LISTED_FILES)}</p>}
    </>
  );
}

function FileIcon({ path }: { path: string }) {
  const Icon = /\.(png|jpe?g|svg|gif)$/i.test(path) ? IconPhoto : /\.(json|ya?ml)$/i.test(path) ? IconBraces : IconFile;
  return <Icon size={15} stroke={1.6} aria-hidden="true" />;
}
