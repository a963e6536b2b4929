import type { RawResponse } from "../response/raw-response.ts";

/** What a handler of the control API is given. */
export interface ControlCall {
  /** The name in the path, where the route has one. */
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Responds to one operation of the control API. */
export type Handler = (call: ControlCall) => RawResponse | Promise<RawResponse>;

/** Handlers by method and path, with `*` for a name in it. */
export type ControlRoutes = Readonly<Record<string, Handler>>;

/** The response where there is nothing to say. */
export const done: RawResponse = { status: 204, headers: {} };
