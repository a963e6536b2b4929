import type { RawAnswer } from "./raw-answer.ts";

/** One answer of a script. */
export interface ScriptedAnswer extends Partial<RawAnswer> {
  /** `reset`: dropped without an answer; `truncate`: dropped in the middle of the body; `hang`: no answer ever. @default "close" */
  readonly end?: "close" | "reset" | "truncate" | "hang";
}

/** A request as it came. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** On the arena's clock. */
  readonly atMs: number;
}

/** Answers one after another, the last one again and again; or a function of the request and of how many came before it. */
export type Script = readonly ScriptedAnswer[] | ((request: SeenRequest, index: number) => ScriptedAnswer);

/** What the script says to a request. */
export const answerOf = (script: Script, request: SeenRequest, index: number): ScriptedAnswer => {
  const answer = typeof script === "function" ? script(request, index) : script[Math.min(index, script.length - 1)];
  return answer ?? { status: 500, text: "" };
};
