/** Where the open design runs: this machine, or one of the clusters. Without any, the way to the page that adds one. */

import { Radio } from "@mantine/core";
import { toUrl } from "../../api/basePath";
import { hasRole } from "../../api/permissions";
import { followInPage } from "../../lib/navigation";
import { targetTexts as texts } from "../../messages/targetTexts";
import { changeDesign } from "../../stores/designStore";
import { nameTarget, THIS_MACHINE, useTargets } from "../../stores/targetQueries";
import "../../styles/lazyMantine";
import "./targetChoice.css";

export default function TargetChoice({ chosen }: { chosen: string | undefined }) {
  const { data } = useTargets();
  if (!data) return null;
  const names = data.targets.map(({ name }) => name);
  // A design that came from another server may name one that this one does not have.
  if (chosen !== undefined && chosen !== THIS_MACHINE && !names.includes(chosen)) names.push(chosen);
  const byDefault = data.default ?? THIS_MACHINE;
  // A design that names no target goes with the workspace.
  const choose = (name: string) =>
    changeDesign(texts.chosen(nameTarget(name)), [
      name === byDefault ? { path: ["compute_target"] } : { path: ["compute_target"], value: name },
    ]);
  return (
    <div className="target-choice">
      {names.length > 0 && (
        <Radio.Group label={texts.runsOn} value={chosen ?? byDefault} onChange={choose}>
          <div className="target-options">
            {[THIS_MACHINE, ...names].map((name) => (
              <Radio key={name} value={name} size="xs" disabled={!hasRole("editor")} label={nameTarget(name)} />
            ))}
          </div>
        </Radio.Group>
      )}
      <a href={toUrl("/targets")} onClick={followInPage}>
        {names.length > 0 ? texts.manage : texts.none}
      </a>
    </div>
  );
}
