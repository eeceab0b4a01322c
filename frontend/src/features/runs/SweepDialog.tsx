/** Asks which settings are to have which values, and starts a run for each combination. */

import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { postJson } from "../../api/client";
import { formatCount, formatMoment } from "../../lib/format";
import { navigate } from "../../lib/navigation";
import { sweepTexts as texts } from "../../messages/sweepTexts";
import { useCatalog } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { getSelectedNodes } from "../../ui/actions/action";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import { listSweepOptions, MOST_RUNS, parseSweepValues, type SweepOption, suggestValues } from "./sweepSettings";
import "./sweep.css";

interface Row {
  reference: string;
  text: string;
}

interface SweepDialogProps {
  onClose: () => void;
  /** The setting to begin with: a node and a parameter, with a dot between them. */
  first?: string;
}

/** The dialog for one setting. */
export const createSweepDialog = (first: string) => (props: { onClose: () => void }) => (
  <SweepDialog {...props} first={first} />
);

export default function SweepDialog({ onClose, first }: SweepDialogProps) {
  const { id, document } = useDesign.getState();
  const modules = useCatalog((library) => library.modules);
  const options = useMemo(
    () => (document ? listSweepOptions(document, modules, getSelectedNodes()) : []),
    [document, modules],
  );
  const byReference = useMemo(() => new Map(options.map((option) => [option.reference, option])), [options]);
  const getText = (option: SweepOption) =>
    suggestValues(
      option.field,
      document?.nodes[option.node]?.parameters[option.field.name] ?? option.field.default ?? undefined,
    );
  const [rows, setRows] = useState<Row[]>(() => {
    const chosen = byReference.get(first ?? "") ?? options[0];
    return chosen ? [toRow(chosen, getText(chosen))] : [];
  });
  const change = (at: number, row: Row) => setRows(rows.map((other, place) => (place === at ? row : other)));
  const settings = rows.flatMap(({ reference, text }) => {
    const option = byReference.get(reference);
    return option ? [{ option, values: parseSweepValues(option.field, text) }] : [];
  });
  const runs = settings.reduce((product, { values }) => product * values.length, settings.length > 0 ? 1 : 0);
  const next = options.find(({ reference }) => !rows.some((row) => row.reference === reference));
  const start = async () => {
    const titles = settings.map(({ option }) => option.field.title).join(" × ");
    const name = texts.name(titles.slice(0, 36), formatMoment(new Date().toISOString())).slice(0, 60);
    const wanted = settings.map(({ option, values }) => ({
      node: option.node,
      parameter: option.field.name,
      values,
    }));
    const started = await postJson<{ name: string }>(`/api/designs/${id}/sweeps`, { name, settings: wanted });
    navigate(`/runs#tag=${encodeURIComponent(started.name)}`);
  };
  return (
    <FormDialog
      title={texts.title}
      submitLabel={texts.start(runs)}
      incomplete={runs === 0 || runs > MOST_RUNS}
      onSubmit={start}
      onClose={onClose}
    >
      <p className="sweep-hint">{texts.hint}</p>
      {rows.map((row, at) => (
        <SweepRow
          key={row.reference}
          row={row}
          options={options}
          removable={rows.length > 1}
          onChange={(changed) => {
            const option = byReference.get(changed.reference);
            change(at, changed.reference === row.reference || !option ? changed : toRow(option, getText(option)));
          }}
          onRemove={() => setRows(rows.filter((_, place) => place !== at))}
        />
      ))}
      {next && rows.length < 8 && (
        <Button
          variant="subtle"
          size="xs"
          className="sweep-add"
          leftSection={<IconPlus size={14} stroke={1.7} />}
          onClick={() => setRows([...rows, toRow(next, getText(next))])}
        >
          {texts.add}
        </Button>
      )}
      {runs > MOST_RUNS && (
        <p className="sweep-complaint" role="alert">
          {texts.tooMany(formatCount(runs), MOST_RUNS)}
        </p>
      )}
    </FormDialog>
  );
}

const toRow = (option: SweepOption, text: string): Row => ({ reference: option.reference, text });

interface SweepRowProps {
  row: Row;
  options: SweepOption[];
  removable: boolean;
  onChange: (row: Row) => void;
  onRemove: () => void;
}

function SweepRow({ row, options, removable, onChange, onRemove }: SweepRowProps) {
  const groups = [...Map.groupBy(options, ({ nodeTitle }) => nodeTitle)].map(([group, members]) => ({
    group,
    items: members.map(({ reference, field }) => ({ value: reference, label: field.title })),
  }));
  return (
    <div className="sweep-row">
      <Select
        label={texts.setting}
        searchable
        allowDeselect={false}
        data={groups}
        value={row.reference}
        onChange={(reference) => reference !== null && onChange({ ...row, reference })}
      />
      <TextInput
        label={texts.values}
        placeholder={texts.valuesHelp}
        value={row.text}
        onChange={(event) => onChange({ ...row, text: event.currentTarget.value })}
      />
      {removable && (
        <ActionIcon variant="subtle" color="gray" aria-label={texts.remove} title={texts.remove} onClick={onRemove}>
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      )}
    </div>
  );
}
