/** The versions of an endpoint: why one failed, and the way back after the requests were sent to another. */

import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Deployment, Endpoint } from "../../api/endpoints";
import ToastHost from "../../lib/ToastHost";
import { appTexts } from "../../messages/appTexts";
import { endpointTexts } from "../../messages/endpointTexts";
import { renderApp, serveAnswers } from "../../testing/renderApp";
import { EndpointVersions } from "./EndpointVersions";

const texts = endpointTexts.versions;

const makeVersion = (number: number, facts: Partial<Deployment>): Deployment => ({
  number,
  source: {
    kind: "design",
    name: "Prices",
    metrics: {},
    model_id: null,
    version: null,
    learner: null,
    design_id: null,
    revision: null,
  },
  note: "",
  state: "ready",
  reason: "",
  share: 0,
  shadow: false,
  trusted: false,
  created_by: "You",
  created_at: "2026-01-01T00:00:00Z",
  requests: 0,
  p50: null,
  p95: null,
  failed: 0,
  refused: 0,
  running: 1,
  starting: false,
  onnx: { wanted: false, used: false, reason: "", rows: 0, difference: 0, fault: "" },
  compared: 0,
  different: 0,
  ...facts,
});

const makeEndpoint = (deployments: Deployment[]) => ({ id: "e", name: "prices", deployments }) as Endpoint;

test("a version that failed says why, without a pointer over it", async () => {
  renderApp(
    <EndpointVersions endpoint={makeEndpoint([makeVersion(1, { state: "failed", reason: "No such rate." })])} />,
  );
  expect(await screen.findByText("No such rate.")).toBeTruthy();
});

test("a roll back can be taken back, with the shadow of before", async () => {
  const endpoint = makeEndpoint([makeVersion(3, { shadow: true }), makeVersion(2, { share: 100 }), makeVersion(1, {})]);
  const sent = serveAnswers({ "PUT /api/endpoints/e/traffic": endpoint, "GET /api": [] });
  const { user } = renderApp(
    <>
      <EndpointVersions endpoint={endpoint} />
      <ToastHost />
    </>,
  );
  await user.click(screen.getByRole("button", { name: texts.rollBack(1) }));
  await user.click(await screen.findByRole("button", { name: appTexts.actions.undo }));
  await waitFor(() => expect(sent.filter(({ method }) => method === "PUT")).toHaveLength(2));
  expect(sent.filter(({ method }) => method === "PUT").map(({ body }) => body)).toEqual([
    { shares: [{ deployment: 1, share: 100, shadow: false }] },
    {
      shares: [
        { deployment: 3, share: 0, shadow: true },
        { deployment: 2, share: 100, shadow: false },
      ],
    },
  ]);
});
