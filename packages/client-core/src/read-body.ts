/** The text of a body. */
export interface Body {
  readonly text: string;
  /** What ended the body before its end. */
  readonly broken?: unknown;
}

/** Reads a body, and keeps what came before it broke off: `response.text()` would lose that. */
export const readBody = async (response: Response): Promise<Body> => {
  // Not every fetch streams: React Native's has no body to read from.
  if (!response.body) return { text: await response.text() };
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      text += decoder.decode(value, { stream: !done });
      if (done) return { text };
    }
  } catch (broken) {
    return { text, broken: broken ?? true };
  }
};
