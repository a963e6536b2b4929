/** @throws RangeError for an option that is a number and that nothing can be done with. */
export const checkNumbers = <Options extends object>(options: Options): void => {
  // No list of entries: ten thousand waits would make ten thousand.
  for (const name in options) {
    const value: unknown = options[name];
    if (typeof value === "number" && !(value >= 0)) {
      throw new RangeError(`Failed to wait: ${name} is ${value}. Give a number from 0 on.`);
    }
  }
};
