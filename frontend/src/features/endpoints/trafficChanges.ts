/** Other shares of the requests: in force at once, said, and taken back by one press. */

import { type Endpoint, setTraffic, type TrafficShare } from "../../api/endpoints";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { endpointTexts } from "../../messages/endpointTexts";

const texts = endpointTexts.versions;

const readShares = (endpoint: Endpoint): TrafficShare[] =>
  endpoint.deployments
    .filter((one) => one.share > 0 || one.shadow)
    .map(({ number, share, shadow }) => ({ deployment: number, share, shadow }));

/** Divide the requests, and offer the way back to the shares and shadows of before. */
export async function changeTraffic(endpoint: Endpoint, shares: TrafficShare[], said: string): Promise<void> {
  const before = readShares(endpoint);
  await setTraffic(endpoint.id, shares);
  notifyDone(said, () => {
    setTraffic(endpoint.id, before)
      .then(() => notifyDone(texts.restored))
      .catch(notifyFailure);
  });
}
