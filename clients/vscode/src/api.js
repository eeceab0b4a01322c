// Asks the API of one server. No logic that the server has: what it says is passed on.
"use strict";

const TIMEOUT_MS = 60_000;

class ServerError extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

class Api {
  constructor(address, token) {
    this.address = address.replace(/\/+$/, "");
    this.token = token;
  }

  async request(method, path, body) {
    const headers = { "X-Requested-By": "designery", Accept: "application/json" };
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let answer;
    try {
      answer = await fetch(this.address + path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch {
      throw new ServerError(`${this.address} does not answer. Start it with: designery serve`);
    }
    if (answer.ok) return answer;
    const detail = await answer.json().then(
      (said) => said.detail,
      () => null,
    );
    if (answer.status === 401) throw new ServerError("Connect with a token of this server.", 401);
    throw new ServerError(typeof detail === "string" ? detail : `The server answered ${answer.status}.`, answer.status);
  }

  async getJson(path) {
    return (await this.request("GET", path)).json();
  }

  async postJson(path, body) {
    return (await this.request("POST", path, body)).json();
  }

  async getBytes(path) {
    return new Uint8Array(await (await this.request("GET", path)).arrayBuffer());
  }
}

module.exports = { Api, ServerError };
