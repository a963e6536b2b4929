/** Wakes everyone who waits for something to change. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring. */
  rung(): Promise<void>;
}

export const createBell = (): Bell => {
  const waiting: (() => void)[] = [];
  return {
    ring: () => {
      for (const resolve of waiting.splice(0)) resolve();
    },
    rung: () => new Promise((resolve) => void waiting.push(resolve)),
  };
};
