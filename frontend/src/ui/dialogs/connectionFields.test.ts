/** The form of a connection: what it asks for, and what of it goes to the server. */

import { expect, test } from "vitest";
import type { StoredConnection } from "../../api/apiTypes";
import { createConnectionDraft, describeConnectionTarget, isCompleteDraft, toNewConnection } from "./connectionFields";

const kept: StoredConnection = {
  id: "1",
  name: "warehouse",
  kind: "postgresql",
  fields: { kind: "postgresql", host: "db.example.com", port: 5433, database: "sales", user: "ann", tls: "require" },
  created_at: "2026-11-24T12:00:00Z",
  updated_at: "2026-11-24T12:00:00Z",
};

test("a kept connection opens with all but its secret", () => {
  expect(createConnectionDraft("postgresql", kept)).toEqual({
    host: "db.example.com",
    port: "5433",
    database: "sales",
    user: "ann",
    password: "",
    tls: "require",
  });
});

test("another kind begins anew, with the usual port", () => {
  expect(createConnectionDraft("mysql", kept)).toMatchObject({ host: "", port: "3306", tls: "prefer" });
});

test("the port becomes a number, and a secret keeps its spaces", () => {
  const made = toNewConnection(" warehouse ", "postgresql", {
    ...createConnectionDraft("postgresql", kept),
    password: " a b ",
  });
  expect(made).toMatchObject({ name: "warehouse", fields: { kind: "postgresql", port: 5433, password: " a b " } });
});

test("storage needs its bucket only", () => {
  expect(isCompleteDraft("s3", createConnectionDraft("s3"))).toBe(false);
  expect(isCompleteDraft("s3", { ...createConnectionDraft("s3"), bucket: "cars" })).toBe(true);
});

test("a REST API needs its address, and its key goes into the usual header", () => {
  const draft = createConnectionDraft("rest");
  expect(isCompleteDraft("rest", draft)).toBe(false);
  const made = toNewConnection("orders", "rest", { ...draft, base_url: "https://api.example.com", secret: "Bearer x" });
  expect(made.fields).toEqual({
    kind: "rest",
    base_url: "https://api.example.com",
    header: "Authorization",
    secret: "Bearer x",
  });
});

test("a line says where it leads", () => {
  expect(describeConnectionTarget(kept)).toBe("ann@db.example.com:5433/sales");
});
