/** Chooses a setting of a module in the loop that this module begins. */

import { Select } from "@mantine/core";
import { useMemo } from "react";
import { listLoopSettings } from "../../../graph/loopSettings";
import { loopTexts as texts } from "../../../messages/loopTexts";
import { useCatalog } from "../../../stores/catalogStore";
import { useDesign } from "../../../stores/designStore";
import { describeInput } from "./FieldFrame";
import { type ControlProps, defineControl } from "./parameterControl";

export const loopSettingControl = defineControl({ kind: "loop_setting", Control: LoopSettingControl });

function LoopSettingControl({ node, id, value, onChange }: ControlProps<"loop_setting">) {
  const document = useDesign((store) => store.document);
  const modules = useCatalog((library) => library.modules);
  const options = useMemo(() => {
    const settings = document ? listLoopSettings(document, modules, node) : [];
    const byNode = Map.groupBy(settings, (one) => one.nodeTitle);
    return [...byNode].map(([group, members]) => ({
      group,
      items: members.map(({ reference, field }) => ({ value: reference, label: field.title })),
    }));
  }, [document, modules, node]);
  const chosen = typeof value === "string" && value !== "" ? value : null;
  const isMissing = chosen !== null && !options.some(({ items }) => items.some((one) => one.value === chosen));
  return (
    <Select
      id={id}
      size="sm"
      searchable
      {...describeInput(id)}
      data={isMissing ? [{ group: "", items: [{ value: chosen, label: chosen }] }, ...options] : options}
      value={chosen}
      placeholder={texts.choose}
      nothingFoundMessage={texts.none}
      error={isMissing && texts.gone}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}
