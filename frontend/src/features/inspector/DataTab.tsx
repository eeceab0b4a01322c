/** What comes in and what goes out: sizes, columns, and the way to the table. */

import type { Column, Module, Output, Port, Schema } from "../../api/apiTypes";
import type { DesignNode } from "../../api/designDocument";
import { getReferences, parseReference } from "../../graph/ports";
import { formatCount, formatSize } from "../../lib/format";
import { summarizeColumn } from "../../lib/summarizeColumn";
import { resultTexts as texts } from "../../messages/resultTexts";
import { useCatalog } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { useOutput } from "../../stores/runStore";
import { showResult } from "../../stores/uiStore";
import { PortShape } from "../../ui/PortShape";
import { RoleChip } from "../../ui/RoleChip";
import { TypeGlyph } from "../../ui/TypeGlyph";
import { PreviewPanel } from "../preview/PreviewPanel";
import "./dataTab.css";
import "../../ui/textButton.css";

const MOST_COLUMNS = 60;

export function DataTab({ nodeId, node, module }: { nodeId: string; node: DesignNode; module: Module }) {
  return (
    <div className="data-tab">
      {module.inputs.length > 0 && (
        <section>
          <h3>{texts.inspector.data.in}</h3>
          {module.inputs.map((port) => (
            <InputPort key={port.name} node={node} port={port} />
          ))}
        </section>
      )}
      <section>
        <h3>{texts.inspector.data.out}</h3>
        {module.outputs.map((port) => (
          <PortData key={port.name} port={port} source={nodeId} output={port.name} note="" />
        ))}
      </section>
    </div>
  );
}

function InputPort({ node, port }: { node: DesignNode; port: Port }) {
  const references = getReferences(node, port.name);
  if (references.length === 0) {
    return (
      <div className="port-data">
        <DataPortTitle port={port} note={port.optional ? texts.inspector.data.optional : ""} />
        <p className="field-help">{texts.inspector.data.notConnected}</p>
      </div>
    );
  }
  return references.map((reference) => {
    const source = parseReference(reference);
    return <SourceData key={reference} port={port} source={source.node} output={source.port} />;
  });
}

function SourceData({ port, source, output }: { port: Port; source: string; output: string }) {
  const node = useDesign((store) => store.document?.nodes[source]);
  const title = useCatalog((library) => node?.title ?? library.modules.get(node?.module ?? "")?.title ?? source);
  return <PortData port={port} source={source} output={output} note={texts.inspector.data.from(title)} />;
}

function DataPortTitle({ port, note }: { port: Port; note: string }) {
  return (
    <div className="port-title">
      <PortShape type={port.type} size={12} />
      <b>{port.title}</b>
      <span>{note}</span>
    </div>
  );
}

interface PortDataProps {
  port: Port;
  /** The node and port where the data come from. */
  source: string;
  output: string;
  note: string;
}

/** What is known of a port before a run: rows of the live sample, and the columns. */
export function PredictedSchema({ source, output, title }: { source: string; output: string; title: string }) {
  const schema = usePredictedSchema(source, output);
  return (
    <>
      <PreviewPanel node={source} port={output} title={title} />
      {schema && <SchemaList columns={schema.columns} />}
    </>
  );
}

const usePredictedSchema = (source: string, output: string): Schema | null =>
  useDesign((store) => store.analysis?.schemas[`${source}.${output}`] ?? null);

function PortData({ port, source, output, note }: PortDataProps) {
  const known = useOutput(source, output);
  const schema = usePredictedSchema(source, output);
  return (
    <div className="port-data">
      <DataPortTitle port={port} note={note} />
      <div className="port-facts">
        <span>{describeSize(known, schema)}</span>
        {known && (
          <button type="button" className="text-button" onClick={() => showResult(source, output)}>
            {texts.inspector.data.open}
          </button>
        )}
      </div>
      <PredictedSchema source={source} output={output} title={port.title} />
    </div>
  );
}

function describeSize(known: Output | undefined, schema: Schema | null): string {
  if (known) return known.rows === null || known.columns === null ? "" : formatSize(known.rows, known.columns);
  return schema ? texts.dataset.columnsOf(formatCount(schema.columns.length)) : texts.inspector.data.unknown;
}

function SchemaList({ columns }: { columns: Column[] }) {
  return (
    <ul className="schema-list">
      {columns.slice(0, MOST_COLUMNS).map((column) => (
        <li key={column.name}>
          <TypeGlyph type={column.type} fixed />
          <span className="schema-name" title={column.name}>
            {column.name}
          </span>
          {column.role !== "feature" && <RoleChip role={texts.inspector.data.roles[column.role]} />}
          <span className="schema-seen" title={summarizeColumn(column.seen)}>
            {summarizeColumn(column.seen)}
          </span>
        </li>
      ))}
      {columns.length > MOST_COLUMNS && (
        <li>{texts.inspector.data.more(formatCount(columns.length - MOST_COLUMNS))}</li>
      )}
    </ul>
  );
}
