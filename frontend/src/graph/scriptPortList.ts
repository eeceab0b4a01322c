/** The lists that the form for the ports of a script shows: each port keeps its line while it is renamed and moved. */

import { createPortName, type PortSide, type ScriptPort, type ScriptPorts } from "./scriptPorts";

export interface KeyedPort extends ScriptPort {
  /** The same for as long as the port is there, whatever it is called. */
  key: string;
}

export type KeyedPorts = Record<PortSide, KeyedPort[]>;

/** The ports that a source declares, with the keys that they had in the list that it was made of. */
export function keepPortKeys(ports: ScriptPorts, before: KeyedPorts | null): KeyedPorts {
  const addKeys = (side: PortSide) =>
    ports[side].map((port, place) => ({ ...port, key: before?.[side][place]?.key ?? port.name }));
  return { inputs: addKeys("inputs"), outputs: addKeys("outputs") };
}

export function addPort(ports: KeyedPorts, side: PortSide, key: string): KeyedPorts {
  const name = createPortName("table", ports[side]);
  return {
    ...ports,
    [side]: [...ports[side], { name, kind: "table", optional: side === "inputs", was: null, key }],
  };
}

export const replacePort = (
  ports: KeyedPorts,
  side: PortSide,
  key: string,
  changed: Partial<ScriptPort>,
): KeyedPorts => ({
  ...ports,
  [side]: ports[side].map((port) => (port.key === key ? { ...port, ...changed } : port)),
});

/** Put a port so many places further down; null where that is beyond the end. */
export function movePort(ports: KeyedPorts, side: PortSide, key: string, by: number): KeyedPorts | null {
  const from = ports[side].findIndex((port) => port.key === key);
  const to = from + by;
  const port = ports[side][from];
  if (!port || to < 0 || to >= ports[side].length) return null;
  const others = ports[side].filter((one) => one !== port);
  return { ...ports, [side]: [...others.slice(0, to), port, ...others.slice(to)] };
}

export const removePort = (ports: KeyedPorts, side: PortSide, key: string): KeyedPorts => ({
  ...ports,
  [side]: ports[side].filter((port) => port.key !== key),
});
