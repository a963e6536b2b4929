import { createClient } from "@genwait/gamma-client";
import createPeer from "openapi-fetch";

export interface Target {
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
}

/** One status call with the caller's signal, from its input to the parsed body. */
export type Call = (signal: AbortSignal) => Promise<unknown>;

const id = "kR7vX2mQp9LtZ4wNcB3sY";
const apiKey = "sk-gamma-bench";

/** What the service answers to each call. */
export const answerText: string = JSON.stringify({
  generationId: id,
  status: "completed",
  gammaId: "q4w8e2r6t0y1u5i",
  gammaUrl: "https://gamma.app/docs/Best-hikes-in-the-United-States-q4w8e2r6t0y1u5i",
  title: "Best hikes in the United States",
  credits: { deducted: 150, remaining: 3000 },
});

/** What every call needs, by hand: no check of the input, no time limit, no validation, no error. */
export const bare =
  ({ baseUrl, fetch }: Target): Call =>
  async (signal) => {
    const headers = { accept: "application/json", "X-API-KEY": apiKey };
    const response = await fetch(new Request(`${baseUrl}/v1.0/generations/${id}`, { headers, signal }));
    return response.json();
  };

/** Typed, and validates nothing. */
export const openapiFetch = ({ baseUrl, fetch }: Target): Call => {
  const client = createPeer<Paths>({ baseUrl, fetch, headers: { "X-API-KEY": apiKey } });
  return async (signal) => {
    const { data } = await client.GET("/v1.0/generations/{id}", { params: { path: { id } }, signal });
    return data;
  };
};

/** Typed, validated, with a time limit and errors that say what went wrong. */
export const genwait = ({ baseUrl, fetch }: Target): Call => {
  const client = createClient({ apiKey, baseUrl, fetch });
  return (signal) => client.getGenerationStatus({ id }, { signal });
};

interface Paths {
  "/v1.0/generations/{id}": {
    get: {
      parameters: { path: { id: string } };
      responses: { 200: { content: { "application/json": unknown } } };
    };
  };
}
