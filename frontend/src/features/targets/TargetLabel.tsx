/** The name of the target that the open design runs on: its own, or that of the workspace. */

import { appTexts } from "../../messages/appTexts";
import { nameTarget, THIS_MACHINE, useTargets } from "../../stores/targetQueries";

export default function TargetLabel({ chosen, cores }: { chosen: string | undefined; cores: number }) {
  const { data } = useTargets();
  const name = chosen ?? data?.default ?? THIS_MACHINE;
  return (
    <>
      <span className="machine-name">{nameTarget(name)}</span>
      {name === THIS_MACHINE && <span className="machine-cores">{appTexts.topbar.cores(cores)}</span>}
    </>
  );
}
