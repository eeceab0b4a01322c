/** Where a module runs, in its menu: as the design does, or on a target of its own. Nothing where there are no clusters. */

import { Menu } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { targetTexts as texts } from "../../messages/targetTexts";
import { changeDesign } from "../../stores/designStore";
import { nameTarget, THIS_MACHINE, useTargets } from "../../stores/targetQueries";

export default function NodeTargetItems({ nodeId, chosen }: { nodeId: string; chosen: string | undefined }) {
  const { data } = useTargets();
  if (!data || (data.targets.length === 0 && chosen === undefined)) return null;
  const names = [THIS_MACHINE, ...data.targets.map(({ name }) => name)];
  if (chosen !== undefined && !names.includes(chosen)) names.push(chosen);
  const choose = (name: string | undefined) =>
    changeDesign(name === undefined ? texts.chosenAsDesign : texts.chosen(nameTarget(name)), [
      name === undefined
        ? { path: ["nodes", nodeId, "compute_target"] }
        : { path: ["nodes", nodeId, "compute_target"], value: name },
    ]);
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{texts.moduleRunsOn}</Menu.Label>
      {[undefined, ...names].map((name) => (
        <Menu.Item
          key={name ?? ""}
          aria-current={name === chosen || undefined}
          leftSection={<IconCheck size={15} stroke={1.8} visibility={name === chosen ? undefined : "hidden"} />}
          onClick={() => choose(name)}
        >
          {name === undefined ? texts.asDesign : nameTarget(name)}
        </Menu.Item>
      ))}
    </>
  );
}
