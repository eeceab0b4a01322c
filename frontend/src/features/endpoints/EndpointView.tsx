/** One endpoint: is it well, who answers, what does it say for a row, and how is it called. */

import { ActionIcon, Button, Menu } from "@mantine/core";
import {
  IconDots,
  IconLink,
  IconLinkOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconRocket,
  IconSettings,
  IconTrash,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { openDeployDialog } from "../../actions/deploy";
import { toUrl } from "../../api/basePath";
import {
  deleteEndpoint,
  type Endpoint,
  endForm,
  endpointQueries,
  explainDeployment,
  updateEndpoint,
} from "../../api/endpoints";
import { lazyWithRetry } from "../../lib/lazy";
import { followInPage, navigate } from "../../lib/navigation";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { endpointTexts as texts } from "../../messages/endpointTexts";
import { sharedFormTexts } from "../../messages/sharedFormTexts";
import { ConfirmDelete } from "../../ui/ConfirmButton";
import { openDialog } from "../../ui/dialogs/dialogStore";
import { RequireEditor } from "../../ui/RequireEditor";
import { BatchSection } from "./BatchSection";
import { CallPane } from "./CallPane";
import { EndpointDriftStrip } from "./EndpointDrift";
import { EndpointStateChip } from "./EndpointStateChip";
import { type EndpointPart, EndpointTabs } from "./EndpointTabs";
import { EndpointTiles } from "./EndpointTiles";
import { EndpointVersions } from "./EndpointVersions";
import { describeEndpoint, findMain, parseRow, toFieldText } from "./endpointFacts";
import { askVersions, PredictionForm } from "./PredictionForm";
import "./endpointView.css";

/** The parts of the page besides the overview; each comes when it is first shown. */
const PARTS = {
  requests: lazyWithRetry(() => import("./EndpointRequests")),
  labels: lazyWithRetry(() => import("./EndpointLabels")),
  alerts: lazyWithRetry(() => import("./EndpointAlerts")),
};

const isPart = (name: string | undefined): name is keyof typeof PARTS => name !== undefined && name in PARTS;

export function EndpointView({ endpoint, part }: { endpoint: Endpoint; part: string | undefined }) {
  if (!isPart(part)) return <EndpointOverview endpoint={endpoint} />;
  const Part = PARTS[part];
  return (
    <div className="endpoint" data-part={part}>
      <div className="endpoint-main">
        <EndpointHead endpoint={endpoint} part={part} />
        <Suspense>
          <Part endpoint={endpoint} />
        </Suspense>
      </div>
    </div>
  );
}

function EndpointOverview({ endpoint }: { endpoint: Endpoint }) {
  const main = findMain(endpoint);
  const { data: drift } = useQuery(endpointQueries.drift(endpoint.id));
  const { data: found } = useQuery({
    ...endpointQueries.signature(endpoint.id, main?.number ?? 0),
    enabled: main !== undefined,
  });
  const [changed, setChanged] = useState<Record<string, string> | null>(null);
  const signature = found && {
    ...found.signature,
    columns: found.signature.columns.filter(({ required }) => required),
  };
  const example = found?.example ?? {};
  const fields =
    changed ?? Object.fromEntries((signature?.columns ?? []).map(({ name }) => [name, toFieldText(example[name])]));
  return (
    <div className="endpoint">
      <div className="endpoint-main">
        <EndpointHead endpoint={endpoint} part="overview" />
        <h1 className="endpoint-headline">{describeEndpoint(endpoint, drift?.columns ?? [])}</h1>
        {endpoint.note && <p className="endpoint-note">{endpoint.note}</p>}
        <EndpointTiles endpoint={endpoint} />
        <EndpointVersions endpoint={endpoint} />
        {main && signature && (
          <PredictionForm
            key={main.number}
            ask={(row) => askVersions(endpoint, main, row)}
            explain={(row) => explainDeployment(endpoint.id, main.number, row)}
            signature={signature}
            example={example}
            fields={fields}
            onChange={setChanged}
          />
        )}
        <EndpointDriftStrip endpoint={endpoint} />
        {main && <BatchSection endpoint={endpoint} />}
      </div>
      <CallPane endpoint={endpoint} row={signature ? parseRow(fields, signature.columns) : null} />
    </div>
  );
}

function EndpointHead({ endpoint, part }: { endpoint: Endpoint; part: EndpointPart }) {
  const pause = () => updateEndpoint(endpoint.id, { paused: endpoint.paused_at === null }).catch(notifyFailure);
  const isPaused = endpoint.paused_at !== null;
  return (
    <header className="endpoint-head">
      <a href={toUrl("/endpoints")} onClick={followInPage}>
        {texts.title}
      </a>
      <span aria-hidden>/</span>
      <b>{endpoint.name}</b>
      <EndpointStateChip endpoint={endpoint} />
      <EndpointTabs endpoint={endpoint} part={part} />
      <RequireEditor>
        <div className="endpoint-buttons">
          <Button
            variant="default"
            size="xs"
            leftSection={isPaused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
            onClick={() => void pause()}
          >
            {isPaused ? texts.resume : texts.pause}
          </Button>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconRocket size={14} stroke={1.7} />}
            onClick={() => void openDeployDialog({ title: endpoint.name, endpoint: endpoint.name })}
          >
            {texts.deployVersion}
          </Button>
          <EndpointMenu endpoint={endpoint} />
        </div>
      </RequireEditor>
    </header>
  );
}

const deleteTexts = { deleteDo: texts.deleteDo, deleteTitle: texts.deleteTitle, deleted: texts.deleted };

function EndpointMenu({ endpoint }: { endpoint: Endpoint }) {
  const [isDeleting, setIsDeleting] = useState(false);
  const openSettings = () =>
    openDialog(async () => ({
      default: (await import("./EndpointSettingsDialog")).createEndpointSettingsDialog(endpoint),
    }));
  const openForm = () =>
    openDialog(async () => ({ default: (await import("./ShareFormDialog")).createShareFormDialog(endpoint) }));
  const stopForm = () =>
    endForm(endpoint.id)
      .then(() => notifyDone(sharedFormTexts.share.ended))
      .catch(notifyFailure);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={texts.more(endpoint.name)}>
            <IconDots size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconLink size={15} stroke={1.6} />} onClick={() => void openForm()}>
            {sharedFormTexts.share.action}
          </Menu.Item>
          {endpoint.form && (
            <Menu.Item leftSection={<IconLinkOff size={15} stroke={1.6} />} onClick={() => void stopForm()}>
              {sharedFormTexts.share.end}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconSettings size={15} stroke={1.6} />} onClick={() => void openSettings()}>
            {texts.settings.title}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={15} stroke={1.6} />} onClick={() => setIsDeleting(true)}>
            {texts.delete}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isDeleting && (
        <ConfirmDelete
          deleteTexts={deleteTexts}
          name={endpoint.name}
          onDelete={() => deleteEndpoint(endpoint.id).then(() => navigate("/endpoints"))}
          onClose={() => setIsDeleting(false)}
        >
          {texts.deleteHelp}
        </ConfirmDelete>
      )}
    </>
  );
}
