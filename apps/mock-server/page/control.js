import { readToken } from "./token.js";

/** A response of the control API that says no; its message says why and what to do. */
export class ControlProblem extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * Calls the control API with a token.
 *
 * @param {"GET" | "POST" | "PUT" | "DELETE"} method
 * @param {string} path below `/_mock/`
 * @param {{ token: string | undefined, body?: object | undefined, signal?: AbortSignal }} more
 */
export const callControl = async (method, path, { token, body, signal }) => {
  const response = await fetch(`/_mock/${path}`, {
    method,
    headers: {
      ...(token !== undefined && { "x-mock-token": token }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
    cache: "no-store",
  });
  if (!response.ok) throw new ControlProblem(response.status, await reasonOf(response));
  return response;
};

/**
 * Tells the mock to do something, for somebody who waits for it.
 *
 * @param {"POST" | "PUT" | "DELETE"} method
 * @param {string} path below `/_mock/`
 * @param {object} [body]
 */
export const command = (method, path, body) =>
  callControl(method, path, { token: readToken(), body, signal: AbortSignal.timeout(patienceMs) });

// Longer, and a button would seem dead.
const patienceMs = 8000;

/**
 * The address of a job below `/_mock/`.
 *
 * @param {{ api: string, job: string, id: string }} job
 * @param {string} [action]
 */
export const jobPath = ({ api, job, id }, action = "") =>
  `jobs/${encodeURIComponent(id)}${action}?${new URLSearchParams({ api, job })}`;

/** @type {(response: Response) => Promise<string>} */
const reasonOf = async (response) => {
  const text = await response.text();
  try {
    const { detail, title } = JSON.parse(text);
    return String(detail ?? title);
  } catch {
    return `The mock responded with ${response.status}.`;
  }
};
