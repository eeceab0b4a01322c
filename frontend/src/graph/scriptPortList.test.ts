import { expect, test } from "vitest";
import { addPort, keepPortKeys, movePort, removePort, replacePort } from "./scriptPortList";
import type { ScriptPort } from "./scriptPorts";

const makePort = (name: string): ScriptPort => ({ name, kind: "table", optional: false, was: name });
const READ = { inputs: [makePort("a"), makePort("b")], outputs: [makePort("out")] };

test("a port keeps its line while it is renamed and moved", () => {
  const renamed = replacePort(keepPortKeys(READ, null), "inputs", "b", { name: "c" });
  const moved = movePort(renamed, "inputs", "b", -1);
  expect(moved?.inputs.map(({ key, name }) => [key, name])).toEqual([
    ["b", "c"],
    ["a", "a"],
  ]);
  const answered = keepPortKeys({ ...READ, inputs: [makePort("c"), makePort("a")] }, moved);
  expect(answered.inputs.map(({ key }) => key)).toEqual(["b", "a"]);
});

test("a port that is beyond the end is not moved", () => {
  const ports = keepPortKeys(READ, null);
  expect([movePort(ports, "inputs", "a", -1), movePort(ports, "inputs", "b", 1)]).toEqual([null, null]);
  expect(movePort(ports, "inputs", "gone", 1)).toBeNull();
});

test("a new input is optional, a new output is not, and each can be removed", () => {
  const ports = addPort(addPort(keepPortKeys(READ, null), "inputs", "x"), "outputs", "y");
  expect(ports.inputs[2]).toEqual({ name: "table1", kind: "table", optional: true, was: null, key: "x" });
  expect(ports.outputs[1]).toMatchObject({ name: "table1", optional: false });
  expect(removePort(ports, "inputs", "a").inputs.map(({ name }) => name)).toEqual(["b", "table1"]);
});
