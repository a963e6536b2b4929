/** @throws RangeError for an option that is a number and that nothing can be done with. */
export const checkNumbers = (options: object): void => {
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === "number" && !(value >= 0))
      throw new RangeError(`Failed to wait: ${name} is ${value}. Give a number from 0 on.`);
  }
};
