/** As much of `node:async_hooks` as is used. */
export interface AsyncContext {
  runInAsyncScope<Given extends unknown[], Returned>(
    call: (...given: Given) => Returned,
    thisArg: unknown,
    ...given: Given
  ): Returned;
}

/** As much of a channel of `node:diagnostics_channel` as is used. */
export interface DiagnosticsChannel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

interface Builtins {
  readonly "node:async_hooks": {
    readonly AsyncResource: new (type: string, options: { readonly requireManualDestroy: boolean }) => AsyncContext;
  };
  readonly "node:diagnostics_channel": { channel(name: string): DiagnosticsChannel };
}

// Only what is used of it: the types of no runtime are needed to build this.
declare const process:
  | {
      getBuiltinModule?<Name extends keyof Builtins>(name: Name): Builtins[Name] | undefined;
      emitWarning?(warning: Error): void;
    }
  | undefined;

// No import: browsers and edge runtimes have no such modules.
const builtin = <Name extends keyof Builtins>(name: Name): Builtins[Name] | undefined =>
  typeof process === "undefined" ? undefined : process.getBuiltinModule?.(name);

const AsyncResource = builtin("node:async_hooks")?.AsyncResource;

const inNoContext: AsyncContext = {
  runInAsyncScope: (call, thisArg, ...given) => call.apply(thisArg, given),
};

/** The asynchronous context of the caller, so that a later callback can run in it; on runtimes without any, none. */
export const captureContext = (): AsyncContext =>
  AsyncResource === undefined ? inNoContext : new AsyncResource("genwait.wait", { requireManualDestroy: true });

/** The channel of a name, on runtimes that have them. */
export const diagnosticsChannel = (name: string): DiagnosticsChannel | undefined =>
  builtin("node:diagnostics_channel")?.channel(name);

/** Tells of an error in code of the caller that no promise can carry. It ends neither a wait nor the process. */
export const reportError = (what: string, error: unknown): void => {
  const warning = new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  warning.name = "PollerWarning";
  if (typeof process !== "undefined" && process.emitWarning !== undefined) process.emitWarning(warning);
  else console.error(warning);
};
