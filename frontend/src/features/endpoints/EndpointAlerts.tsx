/** The alerts of an endpoint: what each watches, what was found, and what happened. */

import { ActionIcon, Button } from "@mantine/core";
import {
  IconAlertTriangle,
  IconBell,
  IconCircleCheck,
  IconCircleDashed,
  IconRefresh,
  IconTrash,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { toUrl } from "../../api/basePath";
import {
  type AlertEvent,
  checkAlerts,
  deleteAlert,
  type Endpoint,
  type EndpointAlert,
  endpointQueries,
} from "../../api/endpoints";
import { formatMoment } from "../../lib/format";
import { followInPage } from "../../lib/navigation";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { endpointAlertTexts as texts } from "../../messages/endpointAlertTexts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import { RequireEditor } from "../../ui/RequireEditor";
import { describeAlert, nameAlert, summarizeAlerts } from "./alertWords";
import "./endpointAlerts.css";
import "./endpointLabels.css";

const STATE_ICONS = { fine: IconCircleCheck, breached: IconAlertTriangle, unknown: IconCircleDashed };

export default function EndpointAlerts({ endpoint }: { endpoint: Endpoint }) {
  const { data } = useQuery(endpointQueries.alerts(endpoint.id));
  if (!data) return null;
  const openNew = () =>
    openDialog(async () => ({ default: (await import("./AlertDialog")).createAlertDialog(endpoint) }));
  return (
    <>
      <div className="labels-head">
        <h1 className="endpoint-headline">{summarizeAlerts(data.alerts)}</h1>
        <RequireEditor>
          <div className="labels-choices">
            {data.alerts.length > 0 && (
              <Button
                variant="default"
                size="xs"
                leftSection={<IconRefresh size={14} stroke={1.7} />}
                onClick={() => void checkAlerts(endpoint.id).catch(notifyFailure)}
              >
                {texts.check}
              </Button>
            )}
            <Button size="xs" leftSection={<IconBell size={14} stroke={1.7} />} onClick={() => void openNew()}>
              {texts.add}
            </Button>
          </div>
        </RequireEditor>
      </div>
      <p className="labels-how">
        {data.alerts.length === 0 ? texts.noneHelp : texts.told}{" "}
        <a href={toUrl("/notifications")} onClick={followInPage}>
          {texts.notifications}
        </a>
      </p>
      <ul className="alert-list">
        {data.alerts.map((alert) => (
          <AlertItem key={alert.id} endpoint={endpoint} alert={alert} />
        ))}
      </ul>
      {data.events.length > 0 && <AlertHistory alerts={data.alerts} events={data.events} />}
    </>
  );
}

function AlertItem({ endpoint, alert }: { endpoint: Endpoint; alert: EndpointAlert }) {
  const Icon = STATE_ICONS[alert.state];
  const remove = () =>
    deleteAlert(endpoint.id, alert.id)
      .then(() => notifyDone(texts.deleted))
      .catch(notifyFailure);
  return (
    <li className="alert-item" data-state={alert.state}>
      <span className="alert-state">
        <Icon size={16} stroke={1.8} aria-hidden /> {texts.states[alert.state]}
      </span>
      <div>
        <b>{nameAlert(alert)}</b>
        <span>{describeAlert(alert)}</span>
      </div>
      <div>
        <span>{alert.words}</span>
        <small>
          {alert.changed_at && texts.since(formatMoment(alert.changed_at))}
          {alert.pipeline_id && (
            <span>{alert.pipeline_name ? texts.starts(alert.pipeline_name) : texts.noPipelineLeft}</span>
          )}
        </small>
      </div>
      <RequireEditor>
        <ActionIcon aria-label={texts.delete(nameAlert(alert))} onClick={() => void remove()}>
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      </RequireEditor>
    </li>
  );
}

function AlertHistory({ alerts, events }: { alerts: EndpointAlert[]; events: AlertEvent[] }) {
  const byId = new Map(alerts.map((alert) => [alert.id, alert]));
  return (
    <section className="endpoint-section">
      <header>
        <h2>{texts.history}</h2>
      </header>
      <ol className="alert-history">
        {events.map((event, at) => (
          <li key={`${event.created_at} ${at}`}>
            <time dateTime={event.created_at}>{formatMoment(event.created_at)}</time>
            <b data-kind={event.kind}>{texts.events[event.kind]}</b>
            <span>
              {byId.has(event.alert_id) && `${nameAlert(byId.get(event.alert_id)!)}. `}
              {event.words}{" "}
              {event.run_id && (
                <a href={toUrl("/runs")} onClick={followInPage}>
                  {texts.openRun}
                </a>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
