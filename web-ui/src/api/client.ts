// SPDX-License-Identifier: GPL-3.0-or-later
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.gen";

export type Schema = components["schemas"];
export type Person = Schema["Person"];
export type Role = Person["role"];
export type Problem = Schema["Problem"];

/** What the station answered when it said no; `problem` names the field and the fix where there is one. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | undefined,
    readonly retryAfter: number | undefined,
  ) {
    super(problem?.detail ?? String(status));
  }
}

let csrf: string | null = null;
let onLoggedOut = () => {};

/** The session's token against forged requests, sent with every change. */
export function keepToken(token: string | null) {
  csrf = token;
}
/** Called when the station no longer knows the session. */
export function whenLoggedOut(call: () => void) {
  onLoggedOut = call;
}

export const api = createClient<paths>({ baseUrl: "" });
api.use({
  onRequest({ request }) {
    if (csrf && request.method !== "GET") request.headers.set("X-CSRF-Token", csrf);
    return request;
  },
  onResponse({ response, schemaPath }) {
    if (response.status === 401 && schemaPath !== "/api/v1/session" && schemaPath !== "/api/v1/setup") onLoggedOut();
    return undefined;
  },
});

/** The data of an answer; throws Refused when the station said no, TypeError when it could not be reached. */
export async function told<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await asked;
  if (!response.ok) {
    const retry = Number(response.headers.get("Retry-After"));
    throw new Refused(response.status, isProblem(error) ? error : undefined, retry > 0 ? retry : undefined);
  }
  return data as T;
}

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "detail" in error;
}
