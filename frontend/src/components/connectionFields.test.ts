/** The form of a connection: what it asks for, and what of it goes to the server. */

import { expect, test } from "vitest";
import type { Connection } from "../api/types";
import { connectionOf, draftOf, isWhole, whereOf } from "./connectionFields";

const kept: Connection = {
  id: "1",
  name: "warehouse",
  kind: "postgresql",
  fields: { kind: "postgresql", host: "db.example.com", port: 5433, database: "sales", user: "ann", tls: "require" },
  created_at: "2026-11-24T12:00:00Z",
  updated_at: "2026-11-24T12:00:00Z",
};

test("a kept connection opens with all but its secret", () => {
  expect(draftOf("postgresql", kept)).toEqual({
    host: "db.example.com",
    port: "5433",
    database: "sales",
    user: "ann",
    password: "",
    tls: "require",
  });
});

test("another kind begins anew, with the usual port", () => {
  expect(draftOf("mysql", kept)).toMatchObject({ host: "", port: "3306", tls: "prefer" });
});

test("the port becomes a number, and a secret keeps its spaces", () => {
  const made = connectionOf(" warehouse ", "postgresql", { ...draftOf("postgresql", kept), password: " a b " });
  expect(made).toMatchObject({ name: "warehouse", fields: { kind: "postgresql", port: 5433, password: " a b " } });
});

test("storage needs its bucket only", () => {
  expect(isWhole("s3", draftOf("s3"))).toBe(false);
  expect(isWhole("s3", { ...draftOf("s3"), bucket: "cars" })).toBe(true);
});

test("a line says where it leads", () => {
  expect(whereOf(kept)).toBe("ann@db.example.com:5433/sales");
});
