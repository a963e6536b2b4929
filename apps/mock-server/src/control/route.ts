import type { RawAnswer } from "../answer/raw-answer.ts";

/** What a handler of the control API is given. */
export interface ControlCall {
  /** The name in the path, where the route has one. */
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers one operation of the control API. */
export type Handler = (call: ControlCall) => RawAnswer | Promise<RawAnswer>;

/** Handlers by method and path, with `*` for a name in it. */
export type ControlRoutes = Readonly<Record<string, Handler>>;

/** The answer to what has no answer. */
export const done: RawAnswer = { status: 204, headers: {} };
