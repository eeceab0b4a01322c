/** The requests that were kept with their rows and answers, and the way to a dataset. */

import { Button } from "@mantine/core";
import { IconDatabase } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toUrl } from "../../api/basePath";
import { type Endpoint, endpointQueries, type RequestLog, type RequestValue, storeRequests } from "../../api/endpoints";
import { formatMoment, formatPercent, formatShort } from "../../lib/format";
import { followInPage } from "../../lib/navigation";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { endpointRequestTexts as texts } from "../../messages/endpointRequestTexts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import { RequireEditor } from "../../ui/RequireEditor";
import { formatAnswer, listRequestColumns } from "./requestRows";
import "./endpointLabels.css";

export default function EndpointRequests({ endpoint }: { endpoint: Endpoint }) {
  const { data: log } = useQuery(endpointQueries.requests(endpoint.id));
  if (!log) return null;
  const percent = formatPercent(log.sampled_percent / 100, log.sampled_percent < 1 ? 1 : 0);
  const hasNone = log.total === 0;
  return (
    <>
      <div className="labels-head">
        <h1 className="endpoint-headline">{hasNone ? texts.none : texts.some(log.total)}</h1>
        {!hasNone && <DatasetButton endpoint={endpoint} log={log} />}
      </div>
      <p className="labels-how">
        {hasNone && log.sampled_percent === 0 && texts.noneHelp}
        {hasNone && log.sampled_percent > 0 && texts.noneYet(percent)}
        {!hasNone && texts.share(percent)}{" "}
        {log.masked_columns.length > 0 && texts.masked(log.masked_columns.join(", "))}{" "}
        <SettingsLink endpoint={endpoint} />
      </p>
      {log.dataset_name && (
        <p className="labels-how">
          {texts.dataset(log.dataset_name)}{" "}
          <a href={toUrl("/datasets")} onClick={followInPage}>
            {texts.openDataset}
          </a>
        </p>
      )}
      {!hasNone && <RequestTable log={log} />}
    </>
  );
}

function SettingsLink({ endpoint }: { endpoint: Endpoint }) {
  const open = () =>
    openDialog(async () => ({
      default: (await import("./EndpointSettingsDialog")).createEndpointSettingsDialog(endpoint),
    }));
  return (
    <RequireEditor>
      <button type="button" className="text-button" onClick={() => void open()}>
        {texts.change}
      </button>
    </RequireEditor>
  );
}

function DatasetButton({ endpoint, log }: { endpoint: Endpoint; log: RequestLog }) {
  const [isBusy, setIsBusy] = useState(false);
  const store = () => {
    setIsBusy(true);
    storeRequests(endpoint.id)
      .then(({ name, version }) => notifyDone(texts.stored(name, version)))
      .catch(notifyFailure)
      .finally(() => setIsBusy(false));
  };
  return (
    <RequireEditor>
      <Button size="xs" loading={isBusy} leftSection={<IconDatabase size={14} stroke={1.7} />} onClick={store}>
        {log.dataset_name ? texts.useAgain : texts.use}
      </Button>
    </RequireEditor>
  );
}

const show = (value: RequestValue | undefined): string =>
  value === null || value === undefined
    ? texts.unknown
    : typeof value === "number"
      ? formatShort(value)
      : String(value);

function RequestTable({ log }: { log: RequestLog }) {
  const columns = listRequestColumns(log);
  const { heads } = texts;
  return (
    <div className="version-scroll sideways">
      <table className="endpoint-table">
        <thead>
          <tr>
            {[heads.asked, heads.version, ...columns, heads.answer, heads.label].map((head, at) => (
              <th key={`${at} ${head}`} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {log.requests.flatMap((request) =>
            request.rows.map((row) => (
              <tr key={`${request.id} ${row.id}`}>
                <th scope="row" title={row.id}>
                  {formatMoment(request.asked_at)}
                </th>
                <td>{request.deployment}</td>
                {columns.map((name) => (
                  <td key={name}>{show(row.row[name])}</td>
                ))}
                <td>
                  <b>{formatAnswer(row.answer)}</b>
                </td>
                <td>{show(row.label)}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}
