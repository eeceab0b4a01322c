/** Asks what a number, a filter or an input is about. */

import { Select } from "@mantine/core";
import { useState } from "react";
import type { Module } from "../../api/apiTypes";
import type { NewTile } from "../../graph/dashboards";
import { readDashboards } from "../../graph/dashboards";
import { getNodeTitle } from "../../graph/nodeSubtitle";
import { type FigureName, dashboardTexts as texts } from "../../messages/dashboardTexts";
import { useCatalog } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { useOutput } from "../../stores/runStore";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import { buildFields } from "../inspector/parameterFields";
import { useTileColumns } from "./dashboardData";
import { addTile } from "./editDashboards";
import { useOfferedResults } from "./tileNames";

type AskedKind = "number" | "filter" | "input";

export const createAddTileDialog =
  (dashboard: string, kind: AskedKind): Dialog =>
  ({ onClose }) => <AddTileDialog dashboard={dashboard} kind={kind} onClose={onClose} />;

interface Props {
  dashboard: string;
  kind: AskedKind;
  onClose: () => void;
}

function AddTileDialog({ dashboard, kind, onClose }: Props) {
  const [tile, setTile] = useState<NewTile | null>(null);
  const submit = async () => {
    const { document } = useDesign.getState();
    const shown = document && readDashboards(document).get(dashboard);
    if (shown && tile) addTile(dashboard, shown, tile);
  };
  const Fields = kind === "input" ? InputFields : TableFields;
  return (
    <FormDialog
      title={texts.dialog[kind]}
      submitLabel={texts.dialog.add}
      incomplete={tile === null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Fields kind={kind} onChange={setTile} />
    </FormDialog>
  );
}

interface FieldsProps {
  kind: AskedKind;
  /** What is chosen so far; null while something is missing. */
  onChange: (tile: NewTile | null) => void;
}

const FIGURES = Object.entries(texts.figures).map(([value, label]) => ({ value, label }));

function TableFields({ kind, onChange }: FieldsProps) {
  const tables = useOfferedResults().filter(({ output }) => output.type === "dataset");
  const [table, setTable] = useState<string | null>(tables.length === 1 ? toKey(tables[0]!) : null);
  const [column, setColumn] = useState<string | null>(null);
  const [figure, setFigure] = useState<FigureName>("rows");
  const chosen = tables.find((one) => toKey(one) === table);
  const output = useOutput(chosen?.node ?? "", chosen?.port ?? "");
  const { columns } = useTileColumns(output?.artifact);
  const report = (next: { table: string | null; column: string | null; figure: FigureName }) => {
    const place = tables.find((one) => toKey(one) === next.table);
    const isComplete = next.column !== null || (kind === "number" && next.figure === "rows");
    onChange(place && isComplete ? buildTableTile(kind, place, next) : null);
  };
  if (tables.length === 0) return <p>{texts.dialog.noTables}</p>;
  return (
    <>
      <Select
        label={texts.dialog.table}
        data={tables.map((one) => ({ value: toKey(one), label: one.title }))}
        value={table}
        searchable
        allowDeselect={false}
        onChange={(next) => {
          setTable(next);
          setColumn(null);
          report({ table: next, column: null, figure });
        }}
      />
      {kind === "number" && (
        <Select
          label={texts.dialog.figure}
          data={FIGURES}
          value={figure}
          allowDeselect={false}
          onChange={(next) => {
            setFigure(next as FigureName);
            report({ table, column, figure: next as FigureName });
          }}
        />
      )}
      {(kind === "filter" || figure !== "rows") && (
        <Select
          label={texts.dialog.column}
          data={(columns ?? []).map(({ name }) => name)}
          value={column}
          searchable
          disabled={!columns}
          onChange={(next) => {
            setColumn(next);
            report({ table, column: next, figure });
          }}
        />
      )}
    </>
  );
}

const toKey = ({ node, port }: { node: string; port: string }): string => `${node}.${port}`;

const buildTableTile = (
  kind: AskedKind,
  { node, port }: { node: string; port: string },
  { column, figure }: { column: string | null; figure: FigureName },
): NewTile => ({
  kind,
  node,
  port,
  ...(column !== null && { column }),
  ...(kind === "number" && { show: figure }),
});

function InputFields({ onChange }: FieldsProps) {
  const document = useDesign((store) => store.document);
  const modules = useCatalog((store) => store.modules);
  const [node, setNode] = useState<string | null>(null);
  const [parameter, setParameter] = useState<string | null>(null);
  const nodes = Object.entries(document?.nodes ?? {}).filter(
    ([, { module }]) => listFields(modules.get(module)).length,
  );
  const fields = listFields(modules.get(document?.nodes[node ?? ""]?.module ?? ""));
  return (
    <>
      <Select
        label={texts.dialog.module}
        data={nodes.map(([id, placed]) => ({ value: id, label: getNodeTitle(placed, modules.get(placed.module)) }))}
        value={node}
        searchable
        allowDeselect={false}
        onChange={(next) => {
          setNode(next);
          setParameter(null);
          onChange(null);
        }}
      />
      <Select
        label={texts.dialog.parameter}
        data={fields.map(({ name, title }) => ({ value: name, label: title }))}
        value={parameter}
        searchable
        allowDeselect={false}
        disabled={node === null}
        onChange={(next) => {
          setParameter(next);
          onChange(node !== null && next !== null ? { kind: "input", node, parameter: next } : null);
        }}
      />
    </>
  );
}

/** Kinds of fields that are small enough for a tile and mean something to people who do not know the design. */
const INPUT_KINDS: ReadonlySet<string> = new Set(["number", "choice", "switch", "text", "column"]);

const listFields = (module: Module | undefined) =>
  module ? buildFields(module).filter(({ kind }) => INPUT_KINDS.has(kind)) : [];
