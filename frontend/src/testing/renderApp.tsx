/** Draws a component as the app does, in a document without a server; what the server would answer is told. */

import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { type RenderResult, render } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { queryClient } from "../api/queries";
import { mantineTheme, resolveCssVariables } from "../lib/theme";

export function renderApp(children: ReactNode): RenderResult & { user: UserEvent } {
  const drawn = render(
    <MantineProvider env="test" theme={mantineTheme} cssVariablesResolver={resolveCssVariables}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </MantineProvider>,
  );
  return { ...drawn, user: userEvent.setup() };
}

export interface SentRequest {
  method: string;
  path: string;
  body: unknown;
}

type Answer = unknown | ((request: SentRequest) => unknown);

/** What a server refuses with. */
export const refuse = (detail: string, status = 409): Response =>
  new Response(JSON.stringify({ detail, problems: [] }), { status });

/** Answers requests by method and beginning of the path, "GET /api/runs"; returns those that were sent. */
export function serveAnswers(answers: Record<string, Answer>): SentRequest[] {
  const sent: SentRequest[] = [];
  vi.stubGlobal("fetch", async (address: string, options: RequestInit = {}) => {
    const request = {
      method: options.method ?? "GET",
      path: String(address),
      body: options.body ? JSON.parse(String(options.body)) : undefined,
    };
    sent.push(request);
    const found = Object.entries(answers).find(([start]) => `${request.method} ${request.path}`.startsWith(start));
    if (!found) throw new TypeError(`Nothing answers ${request.method} ${request.path}`);
    const answer = typeof found[1] === "function" ? await found[1](request) : found[1];
    return answer instanceof Response ? answer : new Response(JSON.stringify(answer ?? null));
  });
  return sent;
}
