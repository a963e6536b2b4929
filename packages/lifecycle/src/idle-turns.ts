// Reading an in-memory body takes a turn or two of the event loop; virtual time must not pass meanwhile.
const turnCount = 4;

// Declared here because this package is built without Node's types: it runs where there is no Node.
declare const setImmediate: ((callback: () => void) => unknown) | undefined;

/** A few turns of the event loop, so that whatever is under way can go on. */
export const idleTurns = async (): Promise<void> => {
  for (let turn = 0; turn < turnCount; turn++) await nextTurn();
};

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    // Browsers have no setImmediate; a channel's message is their nearest thing to a turn without a minimum delay.
    if (typeof setImmediate === "function") setImmediate(resolve);
    else turnByMessage(resolve);
  });

const turnByMessage = (callback: () => void): void => {
  const { port1, port2 } = new MessageChannel();
  const done = (): void => {
    port1.close();
    callback();
  };
  port1.addEventListener("message", done);
  port1.start();
  port2.postMessage(undefined);
};
