/** The figures that a script drew: small ones in a row, each large in a dialog. */

import { Button, Modal } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { urlOf } from "../api/base";
import { queries } from "../api/queries";
import { resultsMessages as say } from "../messages/results";
import { ended, useRun } from "../stores/run";

const NONE: string[] = [];
const SCRIPTS = new Set(["execute_python_script"]);

/** The addresses of a step's figures; only scripts that are over have any. */
export function usePlots(node: string | undefined): string[] {
  const run = useRun((store) => store.run?.id);
  const step = useRun((store) => (node === undefined ? undefined : store.steps[node]));
  const over = step !== undefined && step.state !== "queued" && step.state !== "running";
  const runOver = useRun((store) => store.run !== null && ended(store.run.state));
  const enabled = run !== undefined && over && SCRIPTS.has(step.module);
  const { data } = useQuery({ ...queries.plots(run ?? "", node ?? ""), enabled, staleTime: runOver ? 60_000 : 0 });
  return data ?? NONE;
}

export function Plots({ node }: { node: string }) {
  const plots = usePlots(node);
  const [large, setLarge] = useState<number | null>(null);
  const shown = large === null ? undefined : plots[large];
  return (
    <>
      {plots.length > 0 && (
        <ul className="figures">
          {plots.map((address, index) => (
            <li key={address}>
              <button type="button" onClick={() => setLarge(index)}>
                <img src={urlOf(address)} alt={say.plots.of(index + 1)} loading="lazy" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Modal
        opened={shown !== undefined}
        onClose={() => setLarge(null)}
        size="auto"
        title={say.plots.of((large ?? 0) + 1)}
      >
        {shown && (
          <div className="figure-large">
            <img src={urlOf(shown)} alt={say.plots.of(large! + 1)} />
            <Button
              component="a"
              href={urlOf(shown)}
              download={`${node}-${large! + 1}.png`}
              variant="default"
              leftSection={<IconDownload size={15} stroke={1.6} />}
            >
              {say.plots.download}
            </Button>
          </div>
        )}
      </Modal>
    </>
  );
}
