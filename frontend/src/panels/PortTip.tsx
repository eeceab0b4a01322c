/** What a port is, while it is pointed at or has the focus: type, columns, and how large its last value is. */

import { useLayoutEffect, useRef, useState } from "react";
import type { Column, Port } from "../api/types";
import { PortShape } from "../canvas/PortShape";
import { parseReference, reference, referencesAt } from "../graph/ports";
import { editing } from "../messages/editing";
import { text } from "../messages/en";
import { count, size } from "../messages/words";
import { useDesign } from "../stores/design";
import { useModule } from "../stores/library";
import { useOutput } from "../stores/run";
import { useUi } from "../stores/ui";
import { TYPE_GLYPHS } from "../views/format";
import { nameOfNode } from "./problemWords";
import "./portTip.css";

const MOST = 8;
const WIDTH = 264;
/** From the middle of the port. */
const AWAY = 14;

export default function PortTip() {
  const at = useUi((ui) => ui.hovered);
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => setHeight(box.current?.offsetHeight ?? 0));
  const node = useDesign(({ document }) => (at ? document?.nodes[at.node] : undefined));
  const module = useModule(node?.module);
  const ports = at?.side === "input" ? module?.inputs : module?.outputs;
  const port = ports?.find(({ name }) => name === at?.port);
  if (!at || !node || !port) return null;
  const sources = at.side === "input" ? referencesAt(node, port.name) : [reference(at.node, at.port)];
  const left = Math.min(Math.max(8, at.x - WIDTH / 2), innerWidth - WIDTH - 8);
  const place = isAbove(at, height) ? { bottom: innerHeight - at.y + AWAY } : { top: at.y + AWAY };
  return (
    <div ref={box} className="port-tip" role="tooltip" style={{ left, width: WIDTH, ...place }}>
      <Title port={port} from={at.side === "input" ? sources : []} />
      {sources.slice(0, 1).map((source) => (
        <Facts key={source} source={source} port={port} />
      ))}
      <p className="port-tip-keys">{editing.port.keys}</p>
    </div>
  );
}

/** Off the card, where the window has room for it. */
function isAbove({ side, y }: { side: string; y: number }, height: number): boolean {
  const [above, below] = [y, innerHeight - y];
  const room = height + AWAY + 8;
  return side === "input" ? above >= room || below < room : below < room && above >= room;
}

function Title({ port, from }: { port: Port; from: string[] }) {
  const notes = [port.optional && text.canvas.optional, port.many && text.canvas.many].filter(Boolean);
  const sources = from.map((source) => nameOfNode(parseReference(source).node)).join(", ");
  return (
    <div className="port-tip-head">
      <PortShape type={port.type} size={13} />
      <b>{port.title}</b>
      <span>{[text.portTypes[port.type], ...notes].join(", ")}</span>
      {sources && <p>{sources}</p>}
    </div>
  );
}

function Facts({ source, port }: { source: string; port: Port }) {
  const { node, port: output } = parseReference(source);
  const value = useOutput(node, output);
  const schema = useDesign(({ analysis }) => analysis?.schemas[source] ?? null);
  const rows = value && value.rows !== null && value.columns !== null ? size(value.rows, value.columns) : null;
  return (
    <>
      {rows && <p>{editing.port.rows(rows)}</p>}
      {port.type === "dataset" && (schema ? <Columns columns={schema.columns} /> : <p>{editing.port.unknown}</p>)}
    </>
  );
}

function Columns({ columns }: { columns: Column[] }) {
  return (
    <>
      <p>{count(columns.length, "column")}</p>
      <ul>
        {columns.slice(0, MOST).map(({ name, type }) => (
          <li key={name}>
            <span className="type-glyph">{TYPE_GLYPHS[type]}</span>
            {name}
          </li>
        ))}
        {columns.length > MOST && <li className="port-tip-more">{editing.port.more(columns.length - MOST)}</li>}
      </ul>
    </>
  );
}
