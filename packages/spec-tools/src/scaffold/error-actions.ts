import type { ErrorBody } from "./error-body.ts";
import type { FoundOperation } from "./found-operations.ts";
import type { GuessedAction } from "./guessed-action.ts";
import type { Resolve } from "../openapi/references.ts";
import { guessIdParameter } from "./guess-id.ts";
import { isJsonMedia } from "../openapi/operations.ts";
import { type Json, objectAt } from "../openapi/json.ts";
import { type Refusal, refusals } from "./refusals.ts";

/** Refusals for operations whose document says nothing of them: clients classify them, and a mock can respond with them. */
export const errorActions = (
  operations: readonly FoundOperation[],
  body: ErrorBody,
  resolve: Resolve,
): readonly GuessedAction[] => {
  const isLackedBy =
    (refusal: Refusal) =>
    (operation: FoundOperation): boolean =>
      isMissing(operation, refusal, resolve);
  const everywhere = refusals.filter((refusal) => operations.every(isLackedBy(refusal)));
  const somewhere = operations.map((operation) => ({
    target: `${operation.target}.responses`,
    lacks: refusals.filter((refusal) => !everywhere.includes(refusal) && isLackedBy(refusal)(operation)),
  }));
  const responses = [{ target: "$.paths.*.*.responses", lacks: everywhere }, ...somewhere]
    .filter(({ lacks }) => lacks.length > 0)
    .map(({ target, lacks }) => ({
      target,
      description: "assumed: codes and bodies of refusals; the document does not name these",
      update: responsesOf(lacks, body),
    }));
  return responses.length === 0 ? [] : [...componentAction(body), ...responses];
};

const componentAction = ({ component }: ErrorBody): readonly GuessedAction[] =>
  component === undefined
    ? []
    : [
        {
          target: "$",
          description: "assumed: what the body of a refusal looks like; the document does not say",
          update: { components: { schemas: component } },
        },
      ];

/** Not declared, or declared without a body that could be shown. */
const isMissing = (operation: FoundOperation, { status, needsId }: Refusal, resolve: Resolve): boolean => {
  if (needsId && guessIdParameter(operation) === undefined) return false;
  const declared = objectAt(operation.source, "responses")[String(status)];
  return declared === undefined || !Object.keys(objectAt(resolve(declared), "content")).some(isJsonMedia);
};

const responsesOf = (lacks: readonly Refusal[], { schema, bodyFor }: ErrorBody): Json =>
  Object.fromEntries(
    lacks.map(({ status, kind, title, reason }) => [
      String(status),
      {
        description: title,
        content: { "application/json": { schema, examples: { [kind]: { value: bodyFor(status, reason) } } } },
      },
    ]),
  );
