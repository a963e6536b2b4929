import type { Finding } from "../finding.ts";
import { capitalized, type CompareSchemas } from "../schema/spot.ts";
import { memberOf, membersOf, rootNode, type SpecDocument, type SpecNode } from "../spec-node.ts";
import { compareParameters } from "./compare-parameters.ts";
import { compareRequestBody } from "./compare-request-body.ts";
import { compareResponses } from "./compare-responses.ts";
import { compareDeprecation, compareTexts } from "./compare-texts.ts";
import { type Operation, operationsOfItem } from "./operations-of.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** Requests that the service makes to its client: who sends and who reads change places. */
export const compareCallbacks = (old: Operation, revised: Operation, compare: CompareSchemas): readonly Finding[] => {
  const subject = (name: string): string => `the callback ${mdCode(name)} of ${mdCode(revised.name)}`;
  return compareCalls(callsOfCallbacks(old.node), callsOfCallbacks(revised.node), subject, compare);
};

/** The webhooks of a 3.1 document. */
export const compareWebhooks = (
  old: SpecDocument,
  revised: SpecDocument,
  compare: CompareSchemas,
): readonly Finding[] => {
  const [before, after] = [old, revised].map((document) => callsOfItems(memberOf(rootNode(document), "webhooks")));
  return compareCalls(before ?? new Map(), after ?? new Map(), (name) => `the webhook ${mdCode(name)}`, compare);
};

type Calls = ReadonlyMap<string, Operation>;

const callsOfCallbacks = (operation: SpecNode): Calls =>
  new Map(
    [...membersOf(memberOf(operation, "callbacks"))].flatMap(([name, callback]) =>
      [...callsOfItems(callback)].map(([key, call]): readonly [string, Operation] => [`${name} ${key}`, call]),
    ),
  );

const callsOfItems = (items: SpecNode | undefined): Calls =>
  new Map(
    [...membersOf(items)].flatMap(([name, item]) =>
      operationsOfItem(name, item).map((call): readonly [string, Operation] => [
        `${call.method.toUpperCase()} ${name}`,
        call,
      ]),
    ),
  );

const compareCalls = (
  before: Calls,
  after: Calls,
  subject: (name: string) => string,
  compare: CompareSchemas,
): readonly Finding[] =>
  [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    const place = subject(key);
    if (was === undefined || is === undefined) return appeared(was, is, place);
    return compareCall({ ...was, name: key }, { ...is, name: key }, place, compare);
  });

const compareCall = (
  old: Operation,
  revised: Operation,
  place: string,
  compare: CompareSchemas,
): readonly Finding[] => [
  ...compareParameters(old, revised, "response", compare),
  ...compareRequestBody(old, revised, "response", compare),
  ...compareResponses(old, revised, "request", compare),
  ...compareDeprecation(old.node, revised.node, capitalized(place)),
  ...compareTexts(
    old.node,
    revised.node,
    ["summary", "description", "tags", "externalDocs", "operationId"],
    capitalized(place),
  ),
];

const appeared = (was: Operation | undefined, is: Operation | undefined, place: string): Finding => ({
  bump: is === undefined ? "major" : "minor",
  change: is === undefined ? "call-removed" : "call-added",
  pointer: (is ?? was)?.node.pointer ?? "",
  message: `${capitalized(place)} ${is === undefined ? "was removed" : "is new"}.`,
});
