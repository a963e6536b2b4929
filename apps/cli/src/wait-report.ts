import { isErrorKind, isRecord, type Lifecycle } from "@genwait/lifecycle";
import type { Wait, WaitResult } from "@genwait/durable";
import type { CliIo } from "./command.ts";
import type { ErrorFacts } from "./error-facts.ts";
import { type ExitCode, exitCodes, exitCodeOfState } from "./exit-code.ts";
import { type JsonLine, lineOf, stateFacts, type WaitFacts } from "./json-line.ts";
import { knownApis } from "./load-api.ts";
import { colours, stateLines } from "./report.ts";
import { type Colour, paintFor, terminalText } from "./terminal-text.ts";
import { seconds } from "./words.ts";

/** A wait that goes on, or one that has ended with its result. */
export type KnownWait =
  | { readonly wait: Wait; readonly result?: undefined }
  | { readonly wait?: undefined; readonly result: WaitResult };

/** Prints a wait on stdout: as a line of JSON, or for a person, with what its result brought. */
export const reportWait = async (
  known: KnownWait,
  { isJson }: { readonly isJson: boolean },
  io: CliIo,
): Promise<void> => void io.stdout.write(isJson ? lineOf(waitLine(known, Date.now())) : await plainWait(known, io));

/** What the shell is told of a wait: the code of its job's phase, or of what ended it before. */
export const exitCodeOfWait = ({ result }: KnownWait): ExitCode => {
  if (result === undefined) return exitCodes.timeout;
  return result.state === undefined ? exitCodeOfFailure[result.phase] : exitCodeOfState(result.state);
};

type FailurePhase = Extract<WaitResult, { readonly state?: undefined }>["phase"];

const exitCodeOfFailure: Readonly<Record<FailurePhase, ExitCode>> = {
  timeout: exitCodes.timeout,
  stopped: exitCodes.timeout,
  refused: exitCodes.refused,
  "gave-up": exitCodes.unreachable,
  "invalid-response": exitCodes.unreachable,
};

/** A wait in the shape of every line of `--json`. */
export const waitLine = ({ wait, result }: KnownWait, nowMs: number): JsonLine => {
  if (wait !== undefined) {
    const { job, createdAtMs } = wait;
    return {
      api: job.api,
      job: job.name,
      id: job.id,
      phase: "pending",
      attempts: 0,
      elapsedMs: Math.max(0, Math.round(nowMs - createdAtMs)),
      wait: waitFacts(wait),
    };
  }
  const { api, name, jobId, state, createdAtMs, endedAtMs } = result;
  return {
    api,
    job: name,
    id: jobId,
    phase: state?.phase ?? "unknown",
    attempts: 0,
    elapsedMs: Math.max(0, Math.round(endedAtMs - createdAtMs)),
    ...(state === undefined ? { error: failureFacts(result) } : stateFacts(state)),
    wait: resultFacts(result),
  };
};

const waitFacts = ({ id, isOpen, phase, key, problem, job, createdAtMs, data }: Wait): WaitFacts => ({
  id,
  isOpen,
  ...(phase !== undefined && { phase }),
  ...(job.account !== undefined && { account: job.account }),
  ...(key !== "" && { key }),
  ...(problem !== undefined && { problem }),
  createdAt: new Date(createdAtMs).toISOString(),
  ...(data !== undefined && { data }),
});

const resultFacts = ({ waitId, phase, cursor, account, key, createdAtMs, endedAtMs, data }: WaitResult): WaitFacts => ({
  id: waitId,
  isOpen: false,
  phase,
  cursor,
  ...(account !== undefined && { account }),
  ...(key !== "" && { key }),
  createdAt: new Date(createdAtMs).toISOString(),
  endedAt: new Date(endedAtMs).toISOString(),
  ...(data !== undefined && { data }),
});

/** Why a wait ended before its job, in the words of any other error. */
const failureFacts = ({ phase, failure }: Extract<WaitResult, { readonly state?: undefined }>): ErrorFacts => {
  const { message, lastError } = failure;
  if (phase === "timeout" || phase === "invalid-response") return { kind: phase, message };
  if (phase === "stopped") return { kind: "aborted", message };
  const kind = isRecord(lastError) ? lastError["kind"] : undefined;
  return { kind: typeof kind === "string" && isErrorKind(kind) ? kind : "unexpected", message };
};

const failureColours: Readonly<Record<FailurePhase, Colour>> = {
  timeout: "yellow",
  stopped: "dim",
  refused: "red",
  "gave-up": "red",
  "invalid-response": "red",
};

const plainWait = async ({ wait, result }: KnownWait, { stdout, env, cwd }: CliIo): Promise<string> => {
  const paint = paintFor(stdout, env);
  if (wait !== undefined) {
    const { job, id, key, problem, createdAtMs } = wait;
    const about = [accountWords(job.account), keyWords(key), problem === undefined ? "" : `: ${problem}`].join("");
    const line = `  ${id}  ${job.api} ${job.name} ${job.id}${about}  (${seconds(Date.now() - createdAtMs)})`;
    return `${paint(problem === undefined ? "dim" : "yellow", "open")}${terminalText(line)}\n`;
  }
  const { api, name, jobId, waitId, cursor, account, key, phase, state, failure, createdAtMs, endedAtMs } = result;
  const about = [accountWords(account), keyWords(key)].join("");
  const lines = [
    `  ${waitId}  ${api} ${name} ${jobId}${about}  (${seconds(endedAtMs - createdAtMs)}, cursor ${cursor})`,
    ...(state === undefined
      ? [`  ${failure.message}`]
      : stateLines({ lifecycle: await lifecycleOf(api, name, cwd) }, state)),
  ];
  const colour = state === undefined ? failureColours[result.phase] : colours[state.phase];
  return paint(colour, phase) + lines.map((line) => `${terminalText(line)}\n`).join("");
};

const accountWords = (account: string | undefined): string => (account === undefined ? "" : ` of ${account}`);

const keyWords = (key: string): string => (key === "" ? "" : ` key ${JSON.stringify(key)}`);

/** The lifecycle of a stored job, as far as it is known here: of another's API only the whole response can be shown. */
const lifecycleOf = async (apiName: string, jobName: string, cwd: string): Promise<Lifecycle> => {
  const client = await (await knownApis(cwd)).get(apiName)?.client();
  return client?.api.jobs.find(({ name }) => name === jobName)?.lifecycle ?? unknownLifecycle;
};

const unknownLifecycle: Lifecycle = {
  name: "",
  id: {},
  poll: { initialDelayMs: 0, intervalMs: 0, timeoutMs: 0, notFoundRetryMs: 0 },
};
