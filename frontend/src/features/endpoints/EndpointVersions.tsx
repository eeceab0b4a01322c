/** The versions of an endpoint with their shares of the requests. */

import { Button } from "@mantine/core";
import { IconArrowBackUp, IconCircleCheck, IconCircleX, IconEye } from "@tabler/icons-react";
import { type Deployment, deleteDeployment, type Endpoint } from "../../api/endpoints";
import { formatCount } from "../../lib/format";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { endpointTexts } from "../../messages/endpointTexts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import { RequireEditor } from "../../ui/RequireEditor";
import { findMain, formatLatency, listAnswering } from "./endpointFacts";
import { changeTraffic } from "./trafficChanges";
import "./endpointVersions.css";

const texts = endpointTexts.versions;

const sendAll = (endpoint: Endpoint, number: number): Promise<void> =>
  changeTraffic(endpoint, [{ deployment: number, share: 100, shadow: false }], texts.switched(number)).catch(
    notifyFailure,
  );

export function EndpointVersions({ endpoint }: { endpoint: Endpoint }) {
  const main = findMain(endpoint);
  const before = endpoint.deployments.find((one) => main && one.number < main.number && one.state === "ready");
  const openTraffic = () =>
    openDialog(async () => ({ default: (await import("./TrafficDialog")).createTrafficDialog(endpoint) }));
  return (
    <section className="endpoint-section">
      <header>
        <h2>{texts.title}</h2>
        <span>{texts.help}</span>
        <RequireEditor>
          <div className="endpoint-buttons">
            {endpoint.deployments.length > 1 && (
              <Button variant="default" size="xs" onClick={() => void openTraffic()}>
                {texts.change}
              </Button>
            )}
            {before && (
              <Button
                variant="default"
                size="xs"
                leftSection={<IconArrowBackUp size={14} stroke={1.7} />}
                onClick={() => void sendAll(endpoint, before.number)}
              >
                {texts.rollBack(before.number)}
              </Button>
            )}
          </div>
        </RequireEditor>
      </header>
      <div className="traffic-bar" aria-hidden>
        {listAnswering(endpoint).map((one, at) => (
          <span key={one.number} className="series-color" data-series={(at % 4) + 1} style={{ flexGrow: one.share }} />
        ))}
      </div>
      <VersionTable endpoint={endpoint} />
    </section>
  );
}

function VersionTable({ endpoint }: { endpoint: Endpoint }) {
  const { heads } = texts;
  return (
    <div className="version-scroll sideways">
      <table className="endpoint-table">
        <thead>
          <tr>
            <th scope="col">{heads.version}</th>
            <th scope="col" data-number>
              {heads.share}
            </th>
            <th scope="col" data-number>
              {heads.answers}
            </th>
            <th scope="col" data-number>
              {heads.p50}
            </th>
            <th scope="col" data-number>
              {heads.apart}
            </th>
            <th scope="col">{heads.state}</th>
            <th scope="col">
              <span className="visually-hidden">{heads.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {endpoint.deployments.map((one) => (
            <VersionRow key={one.number} endpoint={endpoint} deployment={one} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function VersionRow({ endpoint, deployment }: { endpoint: Endpoint; deployment: Deployment }) {
  const { number, source, share, shadow, compared } = deployment;
  const isUnused = share === 0 && !shadow;
  const place = listAnswering(endpoint).findIndex((one) => one.number === number);
  const remove = () =>
    deleteDeployment(endpoint.id, number)
      .then(() => notifyDone(texts.deleted(number)))
      .catch(notifyFailure);
  return (
    <tr>
      <th scope="row">
        {place >= 0 && <i className="series-color" data-series={(place % 4) + 1} aria-hidden />}
        <b>{texts.number(number)}</b> {endpointTexts.source(source.name, source.version)}
        {source.learner && <small>{source.learner}</small>}
        <OnnxNote deployment={deployment} />
        {deployment.state === "failed" && <small className="deployment-note">{deployment.reason}</small>}
      </th>
      <td data-number>
        <b>{share} %</b>
      </td>
      <td data-number>{formatCount(deployment.requests)}</td>
      <td data-number>{formatLatency(deployment.p50)}</td>
      <td data-number>{compared > 0 && texts.apart(deployment.different, compared)}</td>
      <td>
        <VersionState deployment={deployment} />
      </td>
      <td data-number>
        <RequireEditor>
          {deployment.state === "ready" && share < 100 && (
            <button type="button" className="text-button" onClick={() => void sendAll(endpoint, number)}>
              {texts.sendAll}
            </button>
          )}{" "}
          {isUnused && (
            <button type="button" className="text-button" onClick={() => void remove()}>
              {texts.delete}
            </button>
          )}
        </RequireEditor>
      </td>
    </tr>
  );
}

/** How single rows are answered, where it was asked for. */
function OnnxNote({ deployment }: { deployment: Deployment }) {
  const { wanted, used, rows, difference, reason, fault } = deployment.onnx;
  if (!wanted || deployment.state !== "ready") return null;
  if (!used || fault) return <small className="deployment-note">{texts.notOnnx(fault || reason)}</small>;
  return <small title={texts.onnxDifference(difference.toExponential(0))}>{texts.byOnnx(rows)}</small>;
}

function VersionState({ deployment }: { deployment: Deployment }) {
  const { state, share, shadow } = deployment;
  if (state === "failed")
    return (
      <span className="version-state" data-state="failed">
        <IconCircleX size={15} stroke={1.7} aria-hidden /> {texts.failed}
      </span>
    );
  if (state === "testing") return <span className="version-state">{texts.testing}</span>;
  if (shadow)
    return (
      <span className="version-state">
        <IconEye size={15} stroke={1.7} aria-hidden /> {texts.shadow}
      </span>
    );
  return (
    <span className="version-state" data-state={share > 0 ? "answering" : undefined}>
      {share > 0 && <IconCircleCheck size={15} stroke={1.7} aria-hidden />} {share > 0 ? texts.ready : texts.passed}
    </span>
  );
}
