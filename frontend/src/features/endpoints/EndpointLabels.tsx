/** How good the answers were, by true labels that came later, beside the figures at registration. */

import { Button, FileButton, Select } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toUrl } from "../../api/basePath";
import { type Endpoint, endpointQueries, type LiveMetrics, uploadLabels } from "../../api/endpoints";
import { formatCount } from "../../lib/format";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { endpointLabelTexts as texts } from "../../messages/endpointLabelTexts";
import { endpointTexts } from "../../messages/endpointTexts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import { RequireEditor } from "../../ui/RequireEditor";
import { CopyableCode } from "./CopyableCode";
import { LabelPeriods, LiveTiles } from "./LiveFigures";
import { writeLabelCall } from "./labelExample";
import "./endpointLabels.css";

type Hours = keyof typeof texts.periods;

export default function EndpointLabels({ endpoint }: { endpoint: Endpoint }) {
  const [hours, setHours] = useState<Hours>("720");
  const [deployment, setDeployment] = useState<number | null>(null);
  const { data: live } = useQuery(endpointQueries.live(endpoint.id, Number(hours), deployment));
  if (!live) return null;
  const [labeled, answered] = [live.labeled, live.answered].map(formatCount);
  return (
    <>
      <div className="labels-head">
        <h1 className="endpoint-headline">{live.labeled === 0 ? texts.none : texts.some(labeled!, answered!)}</h1>
        <div className="labels-choices">
          {endpoint.deployments.length > 1 && (
            <Select
              size="xs"
              w={118}
              aria-label={endpointTexts.versions.heads.version}
              allowDeselect={false}
              data={endpoint.deployments.map((one) => ({
                value: String(one.number),
                label: texts.ofVersion(one.number),
              }))}
              value={String(live.deployment)}
              onChange={(value) => setDeployment(Number(value))}
            />
          )}
          <Select
            size="xs"
            w={118}
            aria-label={texts.period}
            allowDeselect={false}
            data={Object.entries(texts.periods).map(([value, label]) => ({ value, label }))}
            value={hours}
            onChange={(value) => setHours(value as Hours)}
          />
          <UploadButton endpoint={endpoint} />
        </div>
      </div>
      <Remark endpoint={endpoint} live={live} />
      {live.labeled > 0 && live.can_measure && (
        <>
          <LiveTiles live={live} />
          <LabelPeriods live={live} />
        </>
      )}
      {live.prediction_days > 0 && (
        <section className="endpoint-section">
          <header>
            <h2>{texts.howTitle}</h2>
          </header>
          <p className="labels-how">
            {texts.how} {texts.csv} {texts.kept(live.prediction_days)}
          </p>
          <CopyableCode code={writeLabelCall(labelsUrl(endpoint), live.task === "regression")} />
        </section>
      )}
    </>
  );
}

const labelsUrl = (endpoint: Endpoint): string =>
  new URL(toUrl(`/endpoints/${endpoint.name}/labels`), window.location.href).href;

/** What keeps labels from being measured, with the way out. */
function Remark({ endpoint, live }: { endpoint: Endpoint; live: LiveMetrics }) {
  const openSettings = () =>
    openDialog(async () => ({
      default: (await import("./EndpointSettingsDialog")).createEndpointSettingsDialog(endpoint),
    }));
  if (live.prediction_days === 0)
    return (
      <p className="endpoint-quiet">
        {texts.keptNone}{" "}
        <RequireEditor>
          <button type="button" className="text-button" onClick={() => void openSettings()}>
            {texts.openSettings}
          </button>
        </RequireEditor>
      </p>
    );
  if (live.task === null) return <p className="endpoint-quiet">{texts.notScores}</p>;
  return live.can_measure ? null : <p className="endpoint-quiet">{texts.notMeasured(live.task)}</p>;
}

function UploadButton({ endpoint }: { endpoint: Endpoint }) {
  const send = (file: File | null) => {
    if (!file) return;
    uploadLabels(endpoint.id, file)
      .then((receipt) => {
        notifyDone(texts.stored(receipt.stored));
        if (receipt.unknown > 0) notifyFailure(new Error(texts.unknown(receipt.unknown, receipt.unknown_ids[0]!)));
      })
      .catch(notifyFailure);
  };
  return (
    <RequireEditor>
      <FileButton accept=".csv,.json" onChange={send}>
        {(props) => (
          <Button variant="default" size="xs" leftSection={<IconUpload size={14} stroke={1.7} />} {...props}>
            {texts.send}
          </Button>
        )}
      </FileButton>
    </RequireEditor>
  );
}
