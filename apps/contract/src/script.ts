import type { RawResponse } from "./raw-response.ts";

/** One response of a script. */
export interface ScriptedResponse extends Partial<RawResponse> {
  /** `reset`: dropped without a response; `truncate`: dropped in the middle of the body; `hang`: no response ever. @default "close" */
  readonly end?: "close" | "reset" | "truncate" | "hang";
}

/** A request as it came. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** On the service's clock. */
  readonly atMs: number;
}

/** Responses one after another, the last one again and again; or a function of the request and of how many came before it. */
export type Script = readonly ScriptedResponse[] | ((request: SeenRequest, index: number) => ScriptedResponse);

/** The script's response to a request. */
export const scriptedResponse = (script: Script, request: SeenRequest, index: number): ScriptedResponse => {
  const response = typeof script === "function" ? script(request, index) : script[Math.min(index, script.length - 1)];
  return response ?? { status: 500, text: "" };
};
