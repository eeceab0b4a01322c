/** What a port is, while it is pointed at or has the focus: type, columns, and how large its last value is. */

import { useLayoutEffect, useRef, useState } from "react";
import type { Column, Port } from "../../api/apiTypes";
import { getReferences, parseReference, toReference } from "../../graph/ports";
import { TYPE_GLYPHS } from "../../lib/format";
import { appTexts } from "../../messages/appTexts";
import { editorTexts } from "../../messages/editorTexts";
import { formatTableSize, pluralize } from "../../messages/formatting";
import { useModule } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { getNodeName } from "../../stores/nodeNames";
import { useOutput } from "../../stores/runStore";
import { useUi } from "../../stores/uiStore";
import { PortShape } from "../../ui/PortShape";
import "./portTooltip.css";

const MOST = 8;
const WIDTH = 264;
/** From the middle of the port. */
const LEAVE_DELAY = 14;

export default function PortTooltip() {
  const at = useUi((ui) => ui.hoveredPort);
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => setHeight(box.current?.offsetHeight ?? 0));
  const node = useDesign(({ document }) => (at ? document?.nodes[at.node] : undefined));
  const module = useModule(node?.module);
  const ports = at?.side === "input" ? module?.inputs : module?.outputs;
  const port = ports?.find(({ name }) => name === at?.port);
  if (!at || !node || !port) return null;
  const sources = at.side === "input" ? getReferences(node, port.name) : [toReference(at.node, at.port)];
  const left = Math.min(Math.max(8, at.x - WIDTH / 2), innerWidth - WIDTH - 8);
  const place = isAbove(at, height) ? { bottom: innerHeight - at.y + LEAVE_DELAY } : { top: at.y + LEAVE_DELAY };
  return (
    <div ref={box} className="port-tip" role="tooltip" style={{ left, width: WIDTH, ...place }}>
      <PortTooltipTitle port={port} from={at.side === "input" ? sources : []} />
      {sources.slice(0, 1).map((source) => (
        <PortTooltipFacts key={source} source={source} port={port} />
      ))}
      <p className="port-tip-keys">{editorTexts.port.keys}</p>
    </div>
  );
}

/** Off the card, where the window has room for it. */
function isAbove({ side, y }: { side: string; y: number }, height: number): boolean {
  const [above, below] = [y, innerHeight - y];
  const room = height + LEAVE_DELAY + 8;
  return side === "input" ? above >= room || below < room : below < room && above >= room;
}

function PortTooltipTitle({ port, from }: { port: Port; from: string[] }) {
  const notes = [port.optional && appTexts.canvas.optional, port.many && appTexts.canvas.many].filter(Boolean);
  const sources = from.map((source) => getNodeName(parseReference(source).node)).join(", ");
  return (
    <div className="port-tip-head">
      <PortShape type={port.type} size={13} />
      <b>{port.title}</b>
      <span>{[appTexts.portTypes[port.type], ...notes].join(", ")}</span>
      {sources && <p>{sources}</p>}
    </div>
  );
}

function PortTooltipFacts({ source, port }: { source: string; port: Port }) {
  const { node, port: output } = parseReference(source);
  const value = useOutput(node, output);
  const schema = useDesign(({ analysis }) => analysis?.schemas[source] ?? null);
  const rows =
    value && value.rows !== null && value.columns !== null ? formatTableSize(value.rows, value.columns) : null;
  return (
    <>
      {rows && <p>{editorTexts.port.rows(rows)}</p>}
      {port.type === "dataset" &&
        (schema ? <PortTooltipColumns columns={schema.columns} /> : <p>{editorTexts.port.unknown}</p>)}
    </>
  );
}

function PortTooltipColumns({ columns }: { columns: Column[] }) {
  return (
    <>
      <p>{pluralize(columns.length, "column")}</p>
      <ul>
        {columns.slice(0, MOST).map(({ name, type }) => (
          <li key={name}>
            <span className="port-tip-type">{TYPE_GLYPHS[type]}</span>
            {name}
          </li>
        ))}
        {columns.length > MOST && <li className="port-tip-more">{editorTexts.port.more(columns.length - MOST)}</li>}
      </ul>
    </>
  );
}
