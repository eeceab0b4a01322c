/** Names an environment, or one of its versions; none is that of the server. */

import { Select } from "@mantine/core";
import { environmentTexts as texts } from "../../../messages/environmentTexts";
import { useEnvironments } from "../../../stores/environmentQueries";
import { getHelpId } from "./FieldFrame";
import { type ControlProps, defineControl } from "./parameterControl";

export const environmentControl = defineControl({ kind: "environment", Control: EnvironmentControl });

function EnvironmentControl({ id, value, onChange }: ControlProps<"environment">) {
  const { data } = useEnvironments();
  const known = (data ?? []).flatMap((one) => [
    { value: one.name, label: one.name },
    ...(one.versions.length > 1
      ? one.versions.map(({ version }) => ({
          value: `${one.name}:${version}`,
          label: `${one.name}, ${texts.version(version).toLowerCase()}`,
        }))
      : []),
  ]);
  const chosen = typeof value === "string" && value !== "" ? value : null;
  const missing = chosen && !known.some((one) => one.value === chosen) ? [{ value: chosen, label: chosen }] : [];
  return (
    <Select
      id={id}
      size="sm"
      searchable
      clearable
      aria-describedby={getHelpId(id)}
      placeholder={texts.choose}
      nothingFoundMessage={texts.none}
      data={[...missing, ...known]}
      value={chosen}
      onChange={(name) => onChange(name ?? undefined)}
    />
  );
}
