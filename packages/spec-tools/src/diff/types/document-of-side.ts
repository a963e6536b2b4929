import type { Change, Direction } from "@genwait/openapi-diff";
import { pointerTokens } from "@genwait/lifecycle";

import { typedDocument } from "../../codegen/schema-file.ts";
import { baseUrlKeyword } from "../../openapi/base-url.ts";
import { roleOfValue, type Role } from "../../openapi/document-walk.ts";
import {
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  listAt,
  memberOf,
  objectAt,
} from "../../openapi/json.ts";
import { declaredJobs, responsesOf } from "../../openapi/jobs.ts";
import { resolverOf, type Resolve } from "../../openapi/references.ts";
import { placesAt } from "../../openapi/schema-places.ts";

/**
 * A document as one side sees it, as far as types are made of it: without words and examples, and without the members that only the
 * other side sees; one that pins no address gets one, since none is part of a type. openapi-typescript shows `readOnly` members to who sends and `writeOnly` ones to who reads, and neither is used there.
 */
export const documentOfSide = (whole: JsonObject, direction: Direction): JsonObject => {
  const document = typedDocument(whole);
  const resolve = resolverOf(document);
  const hidden = direction === "request" ? "readOnly" : "writeOnly";
  const isHidden = (schema: Json): boolean => memberOf(schema, hidden) === true || resolves(schema, resolve, hidden);
  return { [baseUrlKeyword]: "https://api.example.com", ...prunedObject(document, "object", isHidden) };
};

/** Whether the two sides see documents that differ. */
export const hasSides = (document: JsonObject): boolean =>
  /"(?:readOnly|writeOnly)":true/.test(JSON.stringify(document));

const resolves = (schema: Json, resolve: Resolve, keyword: string): boolean => {
  if (memberOf(schema, "$ref") === undefined) return false;
  return memberOf(resolve(schema), keyword) === true;
};

const pruned = (value: Json, role: Role, isHidden: (schema: Json) => boolean): Json => {
  if (role === "data") return value;
  if (isJsonList(value)) return value.map((entry) => pruned(entry, role, isHidden));
  return isJsonObject(value) ? prunedObject(value, role, isHidden) : value;
};

const prunedObject = (value: JsonObject, role: Role, isHidden: (schema: Json) => boolean): JsonObject => {
  const properties = role === "object" ? objectAt(value, "properties") : {};
  const gone = new Set(Object.keys(properties).filter((name) => isHidden(properties[name] ?? null)));
  const members = Object.entries(value).flatMap(([name, member]): readonly (readonly [string, Json])[] => {
    if (role === "object" && wordKeywords.has(name)) return [];
    if (role === "object" && name === "required" && gone.size > 0)
      return [[name, listAt(value, name).filter((entry) => typeof entry !== "string" || !gone.has(entry))]];
    const kept =
      role === "object" && name === "properties" && gone.size > 0
        ? Object.fromEntries(Object.entries(properties).filter(([property]) => !gone.has(property)))
        : member;
    return [[name, pruned(kept, roleOfValue(role, name, member), isHidden)]];
  });
  return Object.fromEntries(members);
};

// `description` stays where the specification asks for it, which no type is made of either: of responses.
const wordKeywords: ReadonlySet<string> = new Set([
  "example",
  "examples",
  "externalDocs",
  "summary",
  "description",
  "tags",
]);

/**
 * The new document without the values that changes name as added to lists in responses: by policy they are minor, although code that
 * knows the old values alone no longer compiles. What is left out here is told by those changes.
 */
export const withoutAddedValues = (revised: JsonObject, changes: readonly Change[]): JsonObject => {
  const added = changes.filter(({ code, bump }) => addingCodes.has(code) && bump !== "major");
  if (added.length === 0) return revised;
  const copy = structuredClone(revised);
  for (const change of added) {
    if (change.code === "enum-values-added") removeValues(schemaAt(copy, change.subject.pointer), change.values);
    if (change.code === "status-unlisted") removeStatuses(copy, change.job, change.words);
    if (change.code === "status-reclassified" && change.old === undefined)
      removeStatuses(copy, change.job, [change.word]);
  }
  return copy;
};

const addingCodes: ReadonlySet<Change["code"]> = new Set([
  "enum-values-added",
  "status-unlisted",
  "status-reclassified",
]);

const schemaAt = (document: JsonObject, pointer: string): Json | undefined =>
  pointerTokens(pointer).reduce<Json | undefined>(
    (value, token) => (isJsonList(value) ? value[Number(token)] : memberOf(value, token)),
    document,
  );

/** What a value that came to the status of a job is told as is the job's, wherever the status stands. */
const removeStatuses = (document: JsonObject, name: string, words: readonly unknown[]): void => {
  const resolve = resolverOf(document);
  for (const job of declaredJobs(document)) {
    if (job.name !== name) continue;
    const roots = responsesOf(job.status.operation, resolve).flatMap(({ schemas }) => schemas);
    const { state, items } = job.declaration;
    const ways = [
      pointerTokens(state?.at ?? ""),
      ...(items === undefined ? [] : [[...pointerTokens(items.at), "0", ...pointerTokens(items.state.at ?? "")]]),
    ];
    for (const way of ways) {
      const places = placesAt(roots, way, resolve);
      if (places.is === "found") for (const schema of places.schemas) removeValues(schema, words);
    }
  }
};

/** Of the copy: a list of values is an `enum`, or a union of constants. */
const removeValues = (schema: Json | undefined, values: readonly unknown[]): void => {
  const texts = new Set(values.map((value) => JSON.stringify(value)));
  const isAdded = (value: Json | undefined): boolean => texts.has(JSON.stringify(value));
  const visit = (value: Json | undefined): void => {
    if (!isJsonObject(value)) return;
    if (isJsonList(value["enum"]))
      Reflect.set(
        value,
        "enum",
        value["enum"].filter((entry) => !isAdded(entry)),
      );
    for (const keyword of ["oneOf", "anyOf", "allOf"]) {
      const variants = listAt(value, keyword);
      if (variants.length === 0) continue;
      for (const variant of variants) visit(variant);
      Reflect.set(
        value,
        keyword,
        variants.filter((variant) => !isAdded(memberOf(variant, "const")) && !isEmptyList(memberOf(variant, "enum"))),
      );
    }
  };
  visit(schema);
};

const isEmptyList = (value: Json | undefined): boolean => isJsonList(value) && value.length === 0;
