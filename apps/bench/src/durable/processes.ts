import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

interface Reply {
  readonly number: number;
  readonly done?: unknown;
  readonly failed?: string;
}

/** A process of a measurement: takes orders, and can be killed at any moment. */
export class BenchProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  readonly #exited: Promise<void>;
  #orders = 0;

  private constructor(module: URL, settings: unknown, nodeOptions: readonly string[]) {
    this.#child = fork(fileURLToPath(module), [JSON.stringify(settings)], {
      execArgv: ["--conditions=@genwait/source", "--disable-warning=ExperimentalWarning", ...nodeOptions],
      serialization: "advanced",
    });
    this.#exited = new Promise((resolve) => this.#child.once("exit", () => resolve()));
    this.#child.on("message", ({ number, done, failed }: Reply) => {
      const waiting = this.#waiting.get(number);
      this.#waiting.delete(number);
      if (failed === undefined) waiting?.resolve(done);
      else waiting?.reject(new Error(failed));
    });
    void this.#exited.then(() => {
      for (const { reject } of this.#waiting.values()) reject(new Error("the process has ended"));
      this.#waiting.clear();
    });
  }

  /** Resolves when the process takes orders. */
  static async start(module: URL, settings: unknown, nodeOptions: readonly string[] = []): Promise<BenchProcess> {
    const started = new BenchProcess(module, settings, nodeOptions);
    await started.#reply(0);
    return started;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves with what the order gave; the process says what type that is. */
  async order<Result>(name: string, given?: unknown): Promise<Result> {
    const number = ++this.#orders;
    const reply = this.#reply(number);
    this.#child.send({ number, name, given });
    // Both ends are modules of this folder.
    return (await reply) as Result;
  }

  /** Ends it, and resolves when it is gone. */
  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    this.#child.kill(signal);
    await this.#exited;
  }

  #reply(number: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
    });
  }
}

/** What a process was started with. */
export const settingsOf = <Settings>(): Settings => JSON.parse(process.argv[2] ?? "{}");

/** In the process: does what it is told. */
export const takeOrders = (orders: Readonly<Record<string, (given: never) => unknown>>): void => {
  process.on("message", async ({ number, name, given }: { number: number; name: string; given: never }) => {
    try {
      process.send?.({ number, done: await orders[name]?.(given) });
    } catch (error) {
      process.send?.({ number, failed: error instanceof Error ? error.message : String(error) });
    }
  });
  // Nobody is left to take orders from.
  process.on("disconnect", () => process.exit());
  process.send?.({ number: 0 });
};

/** What signs the webhooks of all processes of a measurement. */
export const webhookSecret = "whsec_c2VjcmV0IG9mIHRoZSBiZW5jaA==";

/** Processes that are ended by their id, whatever becomes of the measurement. */
export class Fleet {
  readonly #members = new Set<BenchProcess>();

  async start(module: URL, settings: unknown, nodeOptions?: readonly string[]): Promise<BenchProcess> {
    const member = await BenchProcess.start(module, settings, nodeOptions);
    this.#members.add(member);
    return member;
  }

  async kill(member: BenchProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    this.#members.delete(member);
    await member.kill(signal);
  }

  async end(): Promise<void> {
    await Promise.all([...this.#members].map((member) => member.kill()));
  }
}

/** Says what goes on, on one line of standard error. */
export const progress = (text: string): void => {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K  ${text}` : `  ${text}\n`);
};

/** Resolves when something holds; asks a few times a second. */
export const until = async (what: string, withinMs: number, holds: () => Promise<boolean>): Promise<void> => {
  const limitMs = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > limitMs) throw new Error(`${what}: not within ${withinMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
