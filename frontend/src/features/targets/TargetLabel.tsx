/** What the target is called that the open design runs on: its own, or that of the workspace. */

import type { ReactNode } from "react";
import { nameTarget, THIS_MACHINE, useTargets } from "../../stores/targetQueries";

interface Props {
  chosen: string | undefined;
  children: (name: string, isHere: boolean) => ReactNode;
}

export default function TargetLabel({ chosen, children }: Props) {
  const { data } = useTargets();
  const name = chosen ?? data?.default ?? THIS_MACHINE;
  return children(nameTarget(name), name === THIS_MACHINE);
}
