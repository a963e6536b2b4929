import type { EventFacts, EventJob, PollerEvent } from "./poller-event.ts";

/** Tells an event to those who listen. */
export type Emit = <Type extends keyof EventFacts>(type: Type, job: EventJob, facts: EventFacts[Type]) => void;

interface Channel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

// Only what is used of it: the types of no runtime are needed to build this.
declare const process: { getBuiltinModule?(id: string): { channel(name: string): Channel } | undefined } | undefined;

/** Events go to `onEvent` and, on runtimes that have them, to the diagnostics channels `genwait:poller:<type>`. */
export const createEmitter = (onEvent: ((event: PollerEvent) => void) | undefined): Emit => {
  const module = typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:diagnostics_channel");
  const channels: Record<string, Channel | undefined> = {};

  return (type, job, facts) => {
    const channel = (channels[type] ??= module?.channel(`genwait:poller:${type}`));
    if (!onEvent && !channel?.hasSubscribers) return;
    // A job itself may lead to its client, and to the key.
    const { api, name, id } = job;
    const event = { ...facts, type, api, name, id } as PollerEvent;
    channel?.publish(event);
    try {
      onEvent?.(event);
    } catch (error) {
      // Told as what it is, an uncaught error, and out of the way of every wait.
      queueMicrotask(() => {
        throw error;
      });
    }
  };
};
