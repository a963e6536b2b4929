import type { PollerEvent } from "./poller-event.ts";

/** Tells events to whoever listens. */
export interface Emitter {
  /** Whether anybody would hear it; asked before an event is made on the way of every read. */
  hears(type: PollerEvent["type"]): boolean;
  emit(event: PollerEvent): void;
}

interface Channel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

// Only what is used of it: the types of no runtime are needed to build this.
declare const process: { getBuiltinModule?(id: string): { channel(name: string): Channel } | undefined } | undefined;

/** Every channel of `node:diagnostics_channel` that a poller publishes to is this and the event's type. */
export const channelPrefix = "genwait:poller:";

/** Events go to `onEvent` and, on runtimes that have them, to diagnostics channels. */
export const createEmitter = (onEvent: ((event: PollerEvent) => void) | undefined): Emitter => {
  const module = typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:diagnostics_channel");
  const channels = new Map<string, Channel>();
  const channelOf = (type: string): Channel | undefined => {
    let channel = channels.get(type);
    if (channel === undefined && module !== undefined) {
      channel = module.channel(channelPrefix + type);
      channels.set(type, channel);
    }
    return channel;
  };
  const hears = (type: PollerEvent["type"]): boolean =>
    onEvent !== undefined || channelOf(type)?.hasSubscribers === true;

  return {
    hears,
    emit: (event) => {
      if (!hears(event.type)) return;
      channelOf(event.type)?.publish(event);
      try {
        onEvent?.(event);
      } catch (error) {
        report(error);
      }
    },
  };
};

// Told as what it is, an uncaught error, and out of the way of every wait.
const report = (error: unknown): void => {
  if (typeof reportError === "function") reportError(error);
  else
    queueMicrotask(() => {
      throw error;
    });
};
