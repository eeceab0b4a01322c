/** The figures that a script drew: small ones in a row, each large in a dialog. */

import { Button, Modal } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toUrl } from "../../api/basePath";
import { queries } from "../../api/queries";
import { resultTexts as texts } from "../../messages/resultTexts";
import { useModule } from "../../stores/catalogStore";
import { hasEnded, useRun } from "../../stores/runStore";
import { ServerImage } from "../../ui/ServerImage";
import "./plotImages.css";

const NONE: string[] = [];

/** The addresses of a step's figures; only scripts that are over have any. */
export function usePlotImages(node: string | undefined): string[] {
  const run = useRun((store) => store.run?.id);
  const step = useRun((store) => (node === undefined ? undefined : store.steps[node]));
  const isScript = useModule(step?.module)?.role === "python_script";
  const over = step !== undefined && step.state !== "queued" && step.state !== "running";
  const runOver = useRun((store) => store.run !== null && hasEnded(store.run.state));
  const enabled = run !== undefined && over && isScript;
  const { data } = useQuery({ ...queries.plots(run ?? "", node ?? ""), enabled, staleTime: runOver ? 60_000 : 0 });
  return data ?? NONE;
}

export function PlotImages({ node }: { node: string }) {
  const plots = usePlotImages(node);
  const [large, setLarge] = useState<number | null>(null);
  const shown = large === null ? undefined : plots[large];
  return (
    <>
      {plots.length > 0 && (
        <ul className="figures">
          {plots.map((address, index) => (
            <li key={address}>
              <button type="button" onClick={() => setLarge(index)}>
                <ServerImage path={address} alt={texts.plots.of(index + 1)} lazy />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Modal
        opened={shown !== undefined}
        onClose={() => setLarge(null)}
        size="auto"
        title={texts.plots.of((large ?? 0) + 1)}
      >
        {shown && (
          <div className="figure-large">
            <ServerImage path={shown} alt={texts.plots.of(large! + 1)} />
            <Button
              component="a"
              href={toUrl(shown)}
              download={`${node}-${large! + 1}.png`}
              variant="default"
              leftSection={<IconDownload size={15} stroke={1.6} />}
            >
              {texts.plots.download}
            </Button>
          </div>
        )}
      </Modal>
    </>
  );
}
