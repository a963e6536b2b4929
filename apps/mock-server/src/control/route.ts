import type { RawAnswer } from "../answer/raw-answer.ts";

/** What a handler of the control API is given. */
export interface ControlCall {
  /** The last part of the path, where the route has one. */
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One operation of the control API: its method and path, `*` for a name in it. */
export type ControlRoutes = Readonly<Record<string, (call: ControlCall) => RawAnswer | Promise<RawAnswer>>>;

/** The answer to what has no answer. */
export const done: RawAnswer = { status: 204, headers: {} };
