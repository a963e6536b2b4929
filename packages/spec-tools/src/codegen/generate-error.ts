import { CommandError } from "../command.ts";

/** What keeps a document from becoming a client, for the person who writes the overlay. */
export class GenerateError extends CommandError {
  override readonly name: string = "GenerateError";

  constructor(place: string, why: string, hint: string, options: ErrorOptions = {}) {
    super(`Failed to generate from ${place}: ${why}. ${hint}`, options);
  }
}
