import { identifier, stringLiteral } from "../text/typescript-text.ts";
import { GenerateError } from "./generate-error.ts";

/**
 * A name for a type: words joined, each with a capital. The only way in which a name of a document's becomes one in code.
 *
 * @example
 * ```ts
 * pascalCase("get-generation_status"); // "GetGenerationStatus"
 * ```
 *
 * @throws GenerateError for a name with other signs in it than letters, digits and the usual separators
 */
export const pascalCase = (name: string): string => {
  if (!/^[\p{ID_Continue}$\-./: ]+$/u.test(name)) {
    throw new GenerateError(
      `the name ${stringLiteral(name)}`,
      "no type can be named after it",
      "Give the job or the operation another name in the overlay: letters, digits, and - _ . / between words.",
    );
  }
  const joined = name
    .split(/[^\p{ID_Continue}]+|_/u)
    .filter((word) => word !== "")
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join("");
  return identifier(/^\p{ID_Start}/u.test(joined) ? joined : `Type${joined}`);
};

/** The environment variable that holds an API's key. */
export const keyVariableOf = (api: string): string => `${variableOf(api)}_API_KEY`;

/** The environment variable that holds what an API's webhooks are signed with. */
export const webhookSecretVariableOf = (api: string): string => `${variableOf(api)}_WEBHOOK_SECRET`;

const variableOf = (api: string): string => api.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_");

/** The npm name of an API's package. */
export const packageName = (api: string): string => `@genwait/${api}-client`;

/** The type of an API's client. */
export const clientName = (api: string): string => `${pascalCase(api)}Client`;

/** The client's method that starts a job: `createThing` → `startThing`, any other id with `start` before it. */
export const startMethod = (operationId: string): string => {
  const rest = operationId.replace(/^create(?=[A-Z])/, "");
  return `start${rest.charAt(0).toUpperCase()}${rest.slice(1)}`;
};
