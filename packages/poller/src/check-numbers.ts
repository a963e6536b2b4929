/** @throws RangeError for an option that is a number and that nothing can be done with. */
export const checkNumbers = <Options extends object>(options: Options, mayBeZero: boolean = true): void => {
  // No list of entries: ten thousand waits would make ten thousand.
  for (const name in options) {
    const value: unknown = options[name];
    if (typeof value === "number" && !(mayBeZero ? value >= 0 : value > 0)) {
      throw new RangeError(
        `Failed to wait: ${name} is ${value}. Give a number ${mayBeZero ? "from 0 on" : "above 0"}.`,
      );
    }
  }
};
