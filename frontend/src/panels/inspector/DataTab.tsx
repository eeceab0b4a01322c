/** What comes in and what goes out: sizes, columns, and the way to the table. */

import type { Column, Module, Output, Port, Schema } from "../../api/types";
import { PortShape } from "../../canvas/PortShape";
import { parseReference, referencesAt } from "../../graph/ports";
import type { DesignNode } from "../../graph/types";
import { resultsMessages as say } from "../../messages/results";
import { SamplePreview } from "../../sample/SamplePreview";
import { inFewWords } from "../../sample/seen";
import { useDesign } from "../../stores/design";
import { useLibrary } from "../../stores/library";
import { useOutput } from "../../stores/run";
import { showResult } from "../../stores/ui";
import { count, size, TYPE_GLYPHS } from "../../views/format";

const MOST_COLUMNS = 60;

export function DataTab({ nodeId, node, module }: { nodeId: string; node: DesignNode; module: Module }) {
  return (
    <div className="data-tab">
      {module.inputs.length > 0 && (
        <section>
          <h3>{say.inspector.data.in}</h3>
          {module.inputs.map((port) => (
            <InputPort key={port.name} node={node} port={port} />
          ))}
        </section>
      )}
      <section>
        <h3>{say.inspector.data.out}</h3>
        {module.outputs.map((port) => (
          <PortData key={port.name} port={port} source={nodeId} output={port.name} note="" />
        ))}
      </section>
    </div>
  );
}

function InputPort({ node, port }: { node: DesignNode; port: Port }) {
  const references = referencesAt(node, port.name);
  if (references.length === 0) {
    return (
      <div className="port-data">
        <PortTitle port={port} note={port.optional ? say.inspector.data.optional : ""} />
        <p className="field-help">{say.inspector.data.notConnected}</p>
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
  const title = useLibrary((library) => node?.title ?? library.modules.get(node?.module ?? "")?.title ?? source);
  return <PortData port={port} source={source} output={output} note={say.inspector.data.from(title)} />;
}

function PortTitle({ port, note }: { port: Port; note: string }) {
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
export function Foreseen({ source, output, title }: { source: string; output: string; title: string }) {
  const schema = useSchema(source, output);
  return (
    <>
      <SamplePreview node={source} port={output} title={title} />
      {schema && <SchemaList columns={schema.columns} />}
    </>
  );
}

const useSchema = (source: string, output: string): Schema | null =>
  useDesign((store) => store.analysis?.schemas[`${source}.${output}`] ?? null);

function PortData({ port, source, output, note }: PortDataProps) {
  const known = useOutput(source, output);
  const schema = useSchema(source, output);
  return (
    <div className="port-data">
      <PortTitle port={port} note={note} />
      <div className="port-facts">
        <span>{sizeInWords(known, schema)}</span>
        {known && (
          <button type="button" className="text-button" onClick={() => showResult(source, output)}>
            {say.inspector.data.open}
          </button>
        )}
      </div>
      <Foreseen source={source} output={output} title={port.title} />
    </div>
  );
}

function sizeInWords(known: Output | undefined, schema: Schema | null): string {
  if (known) return known.rows === null || known.columns === null ? "" : size(known.rows, known.columns);
  return schema ? say.dataset.columnsOf(count(schema.columns.length)) : say.inspector.data.unknown;
}

function SchemaList({ columns }: { columns: Column[] }) {
  return (
    <ul className="schema-list">
      {columns.slice(0, MOST_COLUMNS).map((column) => (
        <li key={column.name}>
          <span className="type-glyph">{TYPE_GLYPHS[column.type]}</span>
          <span className="column-row-name" title={column.name}>
            {column.name}
          </span>
          {column.role !== "feature" && <span className="role-chip">{say.inspector.data.roles[column.role]}</span>}
          <span className="schema-seen" title={inFewWords(column.seen)}>
            {inFewWords(column.seen)}
          </span>
        </li>
      ))}
      {columns.length > MOST_COLUMNS && <li>{say.inspector.data.more(count(columns.length - MOST_COLUMNS))}</li>}
    </ul>
  );
}
