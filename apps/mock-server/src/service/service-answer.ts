import type { RawAnswer } from "../answer/raw-answer.ts";
import type { EngineAnswer } from "../engine/engine.ts";
import type { Note } from "../answer/note.ts";

/** An answer with what the log wants to know, and how it reaches the caller. */
export interface ServiceAnswer {
  readonly answer: RawAnswer;
  readonly note: Note;
  readonly end?: "reset" | "hang";
  /** How many characters of the body are sent. */
  readonly cutAt?: number;
  readonly delayMs?: number;
}

/** The engine's own answer as one of ours. */
export const fromEngine = ({ status, headers, body }: EngineAnswer): RawAnswer => {
  const { "content-type": mediaType, ...rest } = headers;
  const text =
    body === undefined || body === null
      ? undefined
      : typeof body === "string" && !isJsonType(mediaType)
        ? body
        : JSON.stringify(body);
  return { status, headers: rest, ...(text !== undefined && { text, mediaType: mediaType ?? "application/json" }) };
};

const isJsonType = (mediaType: string | undefined): boolean => mediaType === undefined || /json/i.test(mediaType);
