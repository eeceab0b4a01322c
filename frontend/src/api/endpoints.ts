/** Endpoints: what answers predictions, its deployments and keys, and what was asked. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { deleteResource, getJson, patchJson, postJson, putJson, uploadFile } from "./client";
import { queryClient } from "./queries";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Endpoint = Schemas["EndpointRead"];
export type Deployment = Schemas["DeploymentRead"];
export type EndpointKey = Schemas["EndpointKeyRead"];
export type EndpointDrift = Schemas["EndpointDrift"];
export type ColumnDrift = Schemas["ColumnDrift"];
export type EndpointMinute = Schemas["MinuteRead"];
export type EndpointSignature = Schemas["EndpointSignature"];
export type SignatureFacts = EndpointSignature["signature"];
export type LoggedRequest = Schemas["LoggedRequest"];
export type RequestLog = Schemas["RequestLog"];
export type EndpointAlert = Schemas["EndpointAlertRead"];
export type AlertCreate = Schemas["EndpointAlertCreate"];
export type AlertEvent = Schemas["AlertEventRead"];
export type LiveMetrics = Schemas["LiveMetrics"];
export type LivePeriod = Schemas["LivePeriod"];
export type InputPolicy = Schemas["InputPolicy"];
export type DeploymentCreate = Schemas["DeploymentCreate"];
export type TrafficShare = Schemas["TrafficShare"];
export type RequestRow = EndpointSignature["example"];
export type RequestValue = RequestRow[string];

export type Finding = Schemas["RequestFinding"];
export type Prediction = Schemas["PredictionRead"];
export type SharedForm = Schemas["SharedForm"];
export type AnswerBars = Schemas["AnswerBars"];
export type Contribution = Schemas["RowContribution"];
export type AnswerCurve = Schemas["FormCurve"];
export type RowExplanation = Schemas["RowExplanation"];
/** With the curves of what if. */
export type Explanation = Schemas["FormExplanation"];

const PATH = "/api/endpoints";
/** Counts are read again after so long. */
const REFRESH_MILLISECONDS = 10_000;

export const endpointQueries = {
  all: () =>
    queryOptions({
      queryKey: ["endpoints"],
      queryFn: () => getJson<Endpoint[]>(PATH),
      refetchInterval: REFRESH_MILLISECONDS,
    }),
  signature: (endpoint: string, deployment: number) =>
    queryOptions({
      queryKey: ["endpoints", endpoint, "signature", deployment],
      queryFn: () => getJson<EndpointSignature>(`${PATH}/${endpoint}/deployments/${deployment}/signature`),
      staleTime: Number.POSITIVE_INFINITY,
    }),
  metrics: (endpoint: string) =>
    queryOptions({
      queryKey: ["endpoints", endpoint, "metrics"],
      queryFn: () => getJson<Schemas["EndpointMetrics"]>(`${PATH}/${endpoint}/metrics`),
      refetchInterval: REFRESH_MILLISECONDS,
    }),
  drift: (endpoint: string) =>
    queryOptions({
      queryKey: ["endpoints", endpoint, "drift"],
      queryFn: () => getJson<EndpointDrift>(`${PATH}/${endpoint}/drift`),
      refetchInterval: REFRESH_MILLISECONDS,
    }),
  requests: (endpoint: string) =>
    queryOptions({
      queryKey: ["endpoints", endpoint, "requests"],
      queryFn: () => getJson<RequestLog>(`${PATH}/${endpoint}/requests`),
      refetchInterval: REFRESH_MILLISECONDS,
    }),
  alerts: (endpoint: string) =>
    queryOptions({
      queryKey: ["endpoints", endpoint, "alerts"],
      queryFn: () => getJson<Schemas["EndpointAlerts"]>(`${PATH}/${endpoint}/alerts`),
      refetchInterval: REFRESH_MILLISECONDS,
    }),
  live: (endpoint: string, hours: number, deployment: number | null) =>
    queryOptions({
      queryKey: ["endpoints", endpoint, "live", hours, deployment],
      queryFn: () =>
        getJson<LiveMetrics>(
          `${PATH}/${endpoint}/live-metrics?hours=${hours}${deployment === null ? "" : `&deployment=${deployment}`}`,
        ),
      refetchInterval: 60_000,
    }),
};

export const useEndpoints = () => useQuery(endpointQueries.all());

async function refreshAfter<Answer>(change: Promise<Answer>): Promise<Answer> {
  const answer = await change;
  await queryClient.invalidateQueries({ queryKey: ["endpoints"] });
  return answer;
}

export const createEndpoint = (name: string, deploy: DeploymentCreate) =>
  refreshAfter(postJson<Endpoint>(PATH, { name, deploy }));
export const createDeployment = (endpoint: string, deploy: DeploymentCreate) =>
  refreshAfter(postJson<Endpoint>(`${PATH}/${endpoint}/deployments`, deploy));
export const deleteDeployment = (endpoint: string, number: number) =>
  refreshAfter(deleteResource(`${PATH}/${endpoint}/deployments/${number}`));
export const updateEndpoint = (endpoint: string, changes: Schemas["EndpointUpdate"]) =>
  refreshAfter(patchJson<Endpoint>(`${PATH}/${endpoint}`, changes));
export const deleteEndpoint = (endpoint: string) => refreshAfter(deleteResource(`${PATH}/${endpoint}`));
export const setTraffic = (endpoint: string, shares: TrafficShare[]) =>
  refreshAfter(putJson<Endpoint>(`${PATH}/${endpoint}/traffic`, { shares }));
export const createEndpointKey = (endpoint: string, name: string) =>
  refreshAfter(postJson<Schemas["EndpointKeyCreated"]>(`${PATH}/${endpoint}/keys`, { name }));
export const rotateEndpointKey = (endpoint: string, key: string) =>
  refreshAfter(postJson<Schemas["EndpointKeyCreated"]>(`${PATH}/${endpoint}/keys/${key}/rotate`));
export const deleteEndpointKey = (endpoint: string, key: string) =>
  refreshAfter(deleteResource(`${PATH}/${endpoint}/keys/${key}`));

export type EndpointForm = Schemas["EndpointForm"];
export const shareForm = (endpoint: string, form: EndpointForm) =>
  refreshAfter(putJson<Schemas["EndpointFormCreated"]>(`${PATH}/${endpoint}/form`, form));
export const changeForm = (endpoint: string, form: EndpointForm) =>
  refreshAfter(patchJson<Endpoint>(`${PATH}/${endpoint}/form`, form));
export const endForm = (endpoint: string) => refreshAfter(deleteResource(`${PATH}/${endpoint}/form`));

export const uploadLabels = (endpoint: string, file: File) =>
  refreshAfter(uploadFile<Schemas["LabelReceipt"]>(`${PATH}/${endpoint}/labels`, file, () => undefined));

export const createAlert = (endpoint: string, alert: AlertCreate) =>
  refreshAfter(postJson<Schemas["EndpointAlerts"]>(`${PATH}/${endpoint}/alerts`, alert));
export const deleteAlert = (endpoint: string, alert: string) =>
  refreshAfter(deleteResource(`${PATH}/${endpoint}/alerts/${alert}`));
export const checkAlerts = (endpoint: string) =>
  refreshAfter(postJson<Schemas["EndpointAlerts"]>(`${PATH}/${endpoint}/alerts/check`));

/** Stores the requests that were kept as the next version of their dataset. */
export async function storeRequests(endpoint: string): Promise<Schemas["RequestDataset"]> {
  const stored = await refreshAfter(postJson<Schemas["RequestDataset"]>(`${PATH}/${endpoint}/requests/dataset`));
  await queryClient.invalidateQueries({ queryKey: ["datasets"] });
  return stored;
}

export const openForm = (token: string) => postJson<SharedForm>("/endpoints/form/open", { token });
export const answerForm = (token: string, row: RequestRow) =>
  postJson<Prediction>("/endpoints/form/predict", { token, row });

export const explainForm = (token: string, row: RequestRow) =>
  postJson<Explanation>("/endpoints/form/explain", { token, row });

/** Asks one deployment, whatever its share; this is not counted. */
export const tryDeployment = (endpoint: string, deployment: number, row: RequestRow) =>
  postJson<Prediction>(`${PATH}/${endpoint}/predict?deployment=${deployment}`, { rows: [row] });

/** What moved the answer of a deployment to a row; null where that can't be said. */
export async function explainDeployment(
  endpoint: string,
  deployment: number,
  row: RequestRow,
): Promise<RowExplanation | null> {
  const path = `${PATH}/${endpoint}/predict?deployment=${deployment}&explain=true`;
  const answer = await postJson<Schemas["ExplainedPrediction"]>(path, { rows: [row] });
  return answer.explanations?.[0] ?? null;
}
