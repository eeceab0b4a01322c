/** Random histories of several tabs over a bad network: all end alike, and nothing that was done is lost. */

import { expect, test } from "vitest";
import type { Edit, Json } from "../api/designDocument";
import { createFreshId } from "./ids";
import { addEdge, listEdges, removeEdges, removeNodes } from "./ports";
import { makeDesign, makeNode, TEST_MODULES } from "./testing/designFixtures";
import {
  createRandom,
  type NetworkConditions,
  type Random,
  SimulatedClock,
  SimulatedServer,
  SimulatedTab,
} from "./testing/networkSimulation";

const { env } = (globalThis as unknown as { process: { env: Record<string, string | undefined> } }).process;
const HISTORIES = Number(env.HISTORIES ?? 500);
const FIRST_SEED = Number(env.SEED ?? 1);
const MINUTE = 60_000;

const start = () =>
  makeDesign({
    data: makeNode("dataset"),
    other: makeNode("dataset"),
    clean: makeNode("clean", { dataset: "data.dataset" }),
    rows: makeNode("add_rows", { datasets: ["data.dataset"] }),
  });

const pick = <One>(chance: Random, from: readonly One[]): One => from[Math.floor(chance() * from.length)]!;

/** What a person may do to the design as the tab shows it. */
function edits(tab: SimulatedTab, chance: Random): Edit[] {
  const { document } = tab;
  const ids = Object.keys(document.nodes);
  const id = pick(chance, ids) ?? "data";
  const number = Math.floor(chance() * 1000);
  const ways: (() => Edit[])[] = [
    () => [{ path: ["nodes", id, "parameters", pick(chance, ["seed", "minimum", "data"])], value: number }],
    () => [{ path: ["nodes", id, "parameters", pick(chance, ["seed", "minimum"])] }],
    () => [
      { path: ["nodes", id, "x"], value: number },
      { path: ["nodes", id, "y"], value: number },
    ],
    () => [{ path: ["name"], value: `${tab.name} ${number}` }],
    () => [
      { path: ["nodes", createFreshId("clean", new Set(ids))], value: { ...makeNode("clean") } as unknown as Json },
    ],
    () => removeNodes(document, [id]),
    () => {
      const [source, target] = [pick(chance, ids), pick(chance, ["rows", id])];
      return addEdge(document, TEST_MODULES, {
        source: source ?? "data",
        output: "dataset",
        target,
        input: "datasets",
      });
    },
    () => {
      const edges = listEdges(document);
      return edges.length > 0 ? removeEdges(document, [pick(chance, edges)]) : [];
    },
    () => [{ path: ["nodes", id, "silenced", pick(chance, ["one", "two", "three"])], value: null }],
    () => [
      {
        path: ["modules", createFreshId("own_module", { has: (name) => name in (document.modules ?? {}) })],
        value: { code: `${number}` },
      },
    ],
  ];
  return pick(chance, ways)();
}

function act(tab: SimulatedTab, chance: Random): void {
  const what = chance();
  if (what < 0.12) tab.editor.undo((label) => `Undo ${label}`);
  else if (what < 0.17) tab.editor.redo((label) => `Redo ${label}`);
  else if (what < 0.25) tab.setOnline(!tab.online);
  else tab.editor.edit("Changed", edits(tab, chance));
}

interface Ended {
  server: SimulatedServer;
  tabs: SimulatedTab[];
  all: SimulatedTab[];
}

async function history(seed: number): Promise<Ended> {
  const chance = createRandom(seed);
  const clock = new SimulatedClock();
  const server = new SimulatedServer(start());
  const weather: NetworkConditions = {
    drops: chance() * 0.3,
    duplicates: chance() * 0.3,
    slowest: 20 + chance() * 1500,
  };
  const open = (name: string, leftovers = {}) =>
    new SimulatedTab(name, server, clock, chance, weather, Array.isArray(leftovers) ? leftovers : []);
  const tabs = Array.from({ length: 2 + Math.floor(chance() * 3) }, (_, index) => open(`tab${index}`));
  const all = [...tabs];
  for (let step = 0; step < 40; step += 1) {
    const place = Math.floor(chance() * tabs.length);
    if (chance() < 0.03) {
      // A killed tab: the next one finds what it could not send.
      tabs[place] = open(`${tabs[place]!.name}'`, tabs[place]!.kill());
      all.push(tabs[place]);
    } else act(tabs[place]!, chance);
    await clock.runUntil(clock.now + chance() * 800);
  }
  for (const tab of tabs) tab.setOnline(true);
  Object.assign(weather, { drops: 0, duplicates: 0 });
  await clock.runUntil(clock.now + 2 * MINUTE);
  return { server, tabs, all };
}

function check({ server, tabs, all }: Ended): void {
  for (const tab of tabs) {
    expect(tab.editor.getLocalCopy().changes).toEqual([]);
    expect(tab.document).toEqual(server.document);
  }
  const had = server.log.map(({ id }) => id);
  expect(new Set(had).size).toBe(had.length);
  // Everything that was done is there; what was refused is there under another id, and in other words.
  const done = all
    .flatMap((tab) => [...tab.changeIds, ...tab.acknowledgedIds])
    .filter((id) => !server.refusedIds.has(id));
  expect(had).toEqual(expect.arrayContaining(done));
  // Nothing that somebody made took the place of what another had made.
  expect(server.overwrittenPaths).toEqual([]);
}

test(`${HISTORIES} random histories of 2 to 4 tabs converge, and no acknowledged edit is lost`, {
  timeout: 300_000,
}, async () => {
  let [applied, found] = [0, 0];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed += 1) {
    try {
      const ended = await history(seed);
      check(ended);
      applied += ended.server.log.length;
      found += ended.all.reduce((sum, tab) => sum + tab.deletionCount, 0);
    } catch (error) {
      throw new Error(`seed ${seed}: run it alone with HISTORIES=1 SEED=${seed}`, { cause: error });
    }
  }
  // The histories are worth something: much happens in them, and people delete what others work on.
  expect(applied).toBeGreaterThan(HISTORIES * 15);
  expect(found).toBeGreaterThan(HISTORIES / 10);
});

const calm: NetworkConditions = { drops: 0, duplicates: 0, slowest: 10 };

function two(weather = calm) {
  const [clock, chance] = [new SimulatedClock(), createRandom(1)];
  const server = new SimulatedServer(start());
  const open = (name: string) => new SimulatedTab(name, server, clock, chance, weather);
  return { clock, server, ours: open("ours"), theirs: open("theirs"), wait: () => clock.runUntil(clock.now + MINUTE) };
}

const add = (tab: SimulatedTab) =>
  tab.editor.edit("Added", [
    { path: ["nodes", "clean_2"], value: { ...makeNode("clean"), title: tab.name } as unknown as Json },
  ]);

test("two who add a module under one name at once keep both, and what they did with each", async () => {
  const { ours, theirs, server, wait } = two();
  for (const tab of [ours, theirs]) tab.setOnline(false);
  for (const tab of [ours, theirs]) {
    add(tab);
    tab.editor.edit("Set", [{ path: ["nodes", "clean_2", "parameters", "seed"], value: tab.name.length }]);
    tab.editor.edit("Connected", [{ path: ["nodes", "rows", "inputs", "datasets", "clean_2.cleaned"], value: null }]);
  }
  for (const tab of [ours, theirs]) tab.setOnline(true);
  await wait();
  const { clean_2: one, clean_3: other, rows } = server.document.nodes;
  expect([one, other].map((made) => [made!.title, made!.parameters.seed])).toEqual(
    expect.arrayContaining([
      ["ours", 4],
      ["theirs", 6],
    ]),
  );
  expect(rows!.inputs.datasets).toEqual(["data.dataset", "clean_2.cleaned", "clean_3.cleaned"]);
  expect([ours.document, theirs.document]).toEqual([server.document, server.document]);
  // What got another name can still be undone.
  for (const tab of [ours, theirs]) for (let steps = 0; steps < 3; steps += 1) tab.editor.undo(String);
  await wait();
  expect(server.document).toEqual(start());
});

test("what two bring back at once comes back once", async () => {
  const { ours, theirs, server, wait } = two();
  ours.editor.edit("Deleted", removeNodes(ours.document, ["clean"]));
  await wait();
  const back: Edit[] = [{ path: ["nodes", "clean"], value: { ...makeNode("clean") } as unknown as Json }];
  for (const tab of [ours, theirs]) tab.editor.restore("Brought back", back);
  await wait();
  expect(Object.keys(server.document.nodes)).toEqual(["data", "other", "rows", "clean"]);
  expect([ours.document, theirs.document]).toEqual([server.document, server.document]);
});

test("whoever works on what another deletes is told", async () => {
  const { ours, theirs, wait } = two();
  theirs.setOnline(false);
  theirs.editor.edit("Set", [{ path: ["nodes", "clean", "parameters", "seed"], value: 7 }]);
  ours.editor.edit("Deleted", removeNodes(ours.document, ["clean"]));
  await wait();
  theirs.setOnline(true);
  await wait();
  expect([ours.deletionCount, theirs.deletionCount]).toEqual([0, 1]);
  expect(theirs.document.nodes.clean).toBeUndefined();
});

test("events that stop without a word are noticed by a change that does not come back", async () => {
  const { ours, theirs, server, wait, clock } = two();
  ours.eventsBlocked = true;
  add(theirs);
  await wait();
  expect(ours.document.nodes.clean_2).toBeUndefined();
  ours.editor.edit("Named", [{ path: ["name"], value: "Named" }]);
  await clock.runUntil(clock.now + 10_000);
  expect(ours.document).toEqual(server.document);
});

test("a reading that fails is tried again", async () => {
  const { ours, theirs, server, wait } = two();
  ours.eventsBlocked = true;
  add(theirs);
  await wait();
  ours.setOnline(false);
  ours.editor.reload();
  await wait();
  ours.setOnline(true);
  await wait();
  expect(ours.document).toEqual(server.document);
});
