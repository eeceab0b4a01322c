/** What an endpoint scored in batches: each run with how far it came, and the way to score more. */

import { Button } from "@mantine/core";
import { IconPlayerStop, IconStack2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { toUrl } from "../../api/basePath";
import { type Batch, type BatchRun, batchQueries, cancelBatch, isUnderWay, startBatch } from "../../api/batches";
import type { Endpoint } from "../../api/endpoints";
import { formatMoment } from "../../lib/format";
import { followInPage } from "../../lib/navigation";
import { notifyFailure } from "../../lib/toasts";
import { batchTexts as texts } from "../../messages/batchTexts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import { RequireEditor } from "../../ui/RequireEditor";
import { ResponsiveTable } from "../../ui/ResponsiveTable";
import { RunStateBadge } from "../../ui/RunState";
import { describeBatchInput, describeBatchOutput } from "./batchFacts";
import "../../ui/textButton.css";
import "./batchSection.css";

export function BatchSection({ endpoint }: { endpoint: Endpoint }) {
  const { data } = useQuery(batchQueries.of(endpoint.id));
  const open = () => openDialog(async () => ({ default: (await import("./BatchDialog")).createBatchDialog(endpoint) }));
  const { run, started, from, to, rows, state } = texts.columns;
  return (
    <section className="endpoint-section" aria-labelledby="batches">
      <header>
        <h2 id="batches">{texts.title}</h2>
        <span>{texts.help}</span>
        <RequireEditor>
          <div className="endpoint-buttons">
            <Button
              variant="default"
              size="xs"
              leftSection={<IconStack2 size={14} stroke={1.7} />}
              onClick={() => void open()}
            >
              {texts.start}
            </Button>
          </div>
        </RequireEditor>
      </header>
      {data?.runs.length === 0 && <p className="endpoint-quiet">{texts.none}</p>}
      {data && data.runs.length > 0 && (
        <ResponsiveTable headings={[run, started, from, to, rows, state]} hasTools className="batch-runs">
          {data.runs.map((one) => (
            <BatchRow
              key={one.run.run.id}
              endpoint={endpoint}
              found={one}
              batch={data.batches.find(({ pipeline_id }) => pipeline_id === one.run.pipeline_id)}
            />
          ))}
        </ResponsiveTable>
      )}
    </section>
  );
}

interface RowProps {
  endpoint: Endpoint;
  found: BatchRun;
  batch: Batch | undefined;
}

function BatchRow({ endpoint, found, batch }: RowProps) {
  const { run, design_id } = found.run;
  const name = texts.run(batch?.name ?? "", run.number);
  return (
    <tr>
      <th scope="row">
        <a className="text-button" href={toUrl(`/designs/${design_id}#run-${run.id}`)} onClick={followInPage}>
          {name}
        </a>
      </th>
      <td>{formatMoment(run.created_at)}</td>
      <td>{batch && describeBatchInput(found, batch)}</td>
      <td>{batch && describeBatchOutput(found, batch)}</td>
      <td data-number>
        <BatchProgressBar found={found} name={name} />
      </td>
      <td>
        <RunStateBadge run={run} short />
      </td>
      <td className="batch-tools">
        <BatchTools endpoint={endpoint} found={found} batch={batch} />
      </td>
    </tr>
  );
}

function BatchProgressBar({ found, name }: { found: BatchRun; name: string }) {
  const { rows, total } = found.progress;
  const said = texts.rows(rows, total);
  if (!isUnderWay(found) || total === null || rows === null) return <span>{said}</span>;
  return (
    <span className="batch-progress">
      <span>{said}</span>
      <progress aria-label={texts.progress(name)} max={total} value={rows} />
    </span>
  );
}

function BatchTools({ endpoint, found, batch }: RowProps) {
  const { id } = found.run.run;
  const runAgain = ({ spec }: Batch) => {
    const given = found.run.inputs.data;
    const dataset = given?.dataset_id ?? spec.input.dataset;
    return startBatch(endpoint.id, { ...spec, key: null, input: { ...spec.input, dataset, version: null } });
  };
  return (
    <RequireEditor>
      {isUnderWay(found) ? (
        <button
          type="button"
          className="text-button batch-tool"
          onClick={() => void cancelBatch(endpoint.id, id).catch(notifyFailure)}
        >
          <IconPlayerStop size={13} aria-hidden /> {texts.cancel}
        </button>
      ) : (
        batch && (
          <>
            <button
              type="button"
              className="text-button batch-tool"
              onClick={() => void runAgain(batch).catch(notifyFailure)}
            >
              {texts.again}
            </button>
            <a
              className="text-button batch-tool"
              aria-label={texts.scheduleOf(batch.name)}
              href={toUrl(`/pipelines/${batch.pipeline_id}`)}
              onClick={followInPage}
            >
              {texts.schedule}
            </a>
          </>
        )
      )}
    </RequireEditor>
  );
}
