// What others get of the work: a link to a design, and an endpoint that answers by the model of a run.
"use strict";

const LINK_DAYS = 30;

/** A link that opens a design without an account. */
async function shareDesign(api, { id, label }) {
  const made = await api.postJson(`/api/designs/${id}/shares`, { name: label, days: LINK_DAYS });
  return `${api.address}/s/${made.id}#${made.token}`;
}

/** The steps of a run that trained a model: [{label, node}]. */
async function findModels(api, run) {
  const { steps } = await api.getJson(`/api/runs/${run}`);
  const trained = ({ outputs }) => Object.values(outputs).some(({ type }) => type === "trained_model");
  return steps.filter(trained).map(({ node, title }) => ({ label: title, node }));
}

/** Keep the model under a name and let the endpoint of that name answer by it; the endpoint. */
async function deployModel(api, { run, node, name }) {
  const { version } = await api.postJson("/api/models", { name, run, node });
  const deploy = { model: name, version: `${version}` };
  const known = (await api.getJson("/api/endpoints")).find((one) => one.name === name);
  return known ? api.postJson(`/api/endpoints/${known.id}/deployments`, deploy) : api.postJson("/api/endpoints", { name, deploy });
}

/** A name that the registry and the endpoints take, from one that people gave. */
const suggestName = (text) =>
  text
    .toLowerCase()
    .replace(/^#\d+ /, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "") || "model";

module.exports = { deployModel, findModels, shareDesign, suggestName };
