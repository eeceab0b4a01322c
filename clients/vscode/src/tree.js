// What stands in the tree, as plain values: sections with their entries, from what the server says.
"use strict";

const MAX_RUNS = 30;
const STATE_ICONS = {
  queued: "clock",
  running: "sync~spin",
  succeeded: "pass",
  failed: "error",
  cancelled: "circle-slash",
};

const toDesign = ({ id, name, modules, last_run: run }) => ({
  kind: "design",
  id,
  label: name,
  description: `${modules} modules${run ? `, ${run.state}` : ""}`,
  icon: "type-hierarchy-sub",
  path: `/designs/${id}`,
});

const toRun = ({ id, number, state, design_id: design, design_name: name, done, total }) => ({
  kind: "run",
  id,
  label: `#${number} ${name}`,
  description: state === "running" ? `${done} of ${total} steps` : state,
  icon: STATE_ICONS[state] ?? "circle-outline",
  path: `/designs/${design}#run-${id}`,
});

const toEndpoint = ({ id, name, paused_at: paused, deployments }) => ({
  kind: "endpoint",
  id,
  label: name,
  description: paused ? "paused" : `${deployments.length} ${deployments.length === 1 ? "version" : "versions"}`,
  icon: paused ? "debug-pause" : "broadcast",
  path: `/endpoints/${id}`,
});

const toTarget = ({ id, name, address }) => ({
  kind: "target",
  id,
  label: name,
  description: address,
  icon: "server-environment",
});

/** The sections of the tree. A section that the server refuses says why, and the others stand. */
async function readSections(api) {
  const read = async (label, icon, path, convert) => {
    try {
      return { label, icon, entries: convert(await api.getJson(path)) };
    } catch (error) {
      return { label, icon, entries: [], failure: error.message };
    }
  };
  return Promise.all([
    read("Designs", "type-hierarchy", "/api/designs?limit=100", (list) => list.map(toDesign)),
    read("Runs and jobs", "history", `/api/runs?limit=${MAX_RUNS}`, (list) => list.map(toRun)),
    read("Endpoints", "broadcast", "/api/endpoints", (list) => list.map(toEndpoint)),
    read("Targets", "server", "/api/targets", ({ targets }) => [
      { kind: "target", id: "local", label: "This machine", description: "", icon: "vm" },
      ...targets.map(toTarget),
    ]),
  ]);
}

/** Whether something goes on that a later look would show. */
const isLive = (sections) => sections.some(({ entries }) => entries.some(({ icon }) => icon === "sync~spin" || icon === "clock"));

module.exports = { readSections, isLive };
