import type { ReadOptions } from "@genwait/lifecycle";

/** One read under way. Its signal is made when somebody asks for it: to a job in memory it would be nine tenths of a read's garbage. */
export class ReadCall implements ReadOptions {
  readonly startedMs: number;
  private controller: AbortController | undefined = undefined;

  constructor(startedMs: number) {
    this.startedMs = startedMs;
  }

  get signal(): AbortSignal {
    return (this.controller ??= new AbortController()).signal;
  }

  abort(reason?: unknown): void {
    this.controller?.abort(reason);
  }
}
