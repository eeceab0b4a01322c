/** One version in full: what was asked for, why it failed, its lock, and what was said while it was built. */

import { Button, Group, Modal } from "@mantine/core";
import { environmentTexts as texts } from "../../messages/environmentTexts";
import { buildAgain, type Environment, useEnvironmentVersion } from "../../stores/environmentQueries";
import "../../styles/lazyMantine";
import "./environments.css";

interface Props {
  environment: Environment;
  version: number;
  onClose: () => void;
}

export default function EnvironmentDetails({ environment, version, onClose }: Props) {
  const { data } = useEnvironmentVersion(environment.id, version);
  return (
    <Modal opened onClose={onClose} size={720} title={`${environment.name}, ${texts.version(version).toLowerCase()}`}>
      {data && (
        <div className="environment-details">
          {data.error && <p className="environment-failed">{data.error}</p>}
          <h3 className="caption">{texts.asked}</h3>
          <pre>{data.source.trim()}</pre>
          {data.packages.length > 0 && (
            <>
              <h3 className="caption">
                {texts.packageCount(data.packages.length)}, {texts.lock(data.lock_hash ?? "")}
              </h3>
              <pre>{data.packages.join("\n")}</pre>
            </>
          )}
          {data.log && (
            <>
              <h3 className="caption">{texts.log}</h3>
              <pre>{data.log.trim()}</pre>
            </>
          )}
          <Group justify="flex-end" gap="xs">
            {data.state === "failed" && (
              <Button variant="default" onClick={() => void buildAgain(environment.id, version)}>
                {texts.retry}
              </Button>
            )}
            <Button variant="default" onClick={onClose}>
              {texts.close}
            </Button>
          </Group>
        </div>
      )}
    </Modal>
  );
}
