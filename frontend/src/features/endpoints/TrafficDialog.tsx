/** Asks for the shares of the versions. */

import { Checkbox, NumberInput } from "@mantine/core";
import { useState } from "react";
import type { Endpoint, TrafficShare } from "../../api/endpoints";
import { endpointTexts } from "../../messages/endpointTexts";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import { changeTraffic } from "./trafficChanges";
import "./trafficDialog.css";

const texts = endpointTexts.versions;

export const createTrafficDialog =
  (endpoint: Endpoint): Dialog =>
  ({ onClose }) => {
    const ready = endpoint.deployments.filter((one) => one.state === "ready");
    const [shares, setShares] = useState<TrafficShare[]>(
      ready.map(({ number, share, shadow }) => ({ deployment: number, share, shadow })),
    );
    const sum = shares.reduce((total, one) => total + one.share, 0);
    const change = (number: number, changes: Partial<TrafficShare>) =>
      setShares(shares.map((one) => (one.deployment === number ? { ...one, ...changes } : one)));
    return (
      <FormDialog
        title={texts.change}
        submitLabel={texts.apply}
        incomplete={sum !== 100}
        onSubmit={() => changeTraffic(endpoint, shares, texts.divided)}
        onClose={onClose}
      >
        <div className="traffic-rows">
          {shares.map(({ deployment, share, shadow }) => (
            <div key={deployment}>
              <NumberInput
                label={texts.shareOf(deployment)}
                min={0}
                max={100}
                value={share}
                onChange={(value) => change(deployment, { share: Number(value) || 0 })}
              />
              <Checkbox
                label={texts.shadowOf(deployment)}
                disabled={share > 0}
                checked={shadow && share === 0}
                onChange={(event) => change(deployment, { shadow: event.currentTarget.checked })}
              />
            </div>
          ))}
        </div>
        <p>{sum === 100 ? texts.shadowHelp : texts.sum(sum)}</p>
      </FormDialog>
    );
  };
