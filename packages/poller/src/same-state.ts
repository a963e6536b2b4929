/** Whether two states say the same. They come from JSON, so their text tells; what has no text counts as another state. */
export const isSameState = (one: unknown, other: unknown): boolean => {
  if (one === other) return true;
  try {
    return JSON.stringify(one) === JSON.stringify(other);
  } catch {
    return false;
  }
};
