import jobSchema from "@genwait/lifecycle/x-job.schema.json" with { type: "json" };
import overlaySchema from "@genwait/lifecycle/overlay.schema.json" with { type: "json" };
import { Ajv, type ValidateFunction } from "ajv";
import { pointerTokens } from "@genwait/lifecycle";

import type { DeclaredJob } from "../openapi/jobs.ts";
import type { UnusedAction } from "../openapi/overlay.ts";
import { lookalike } from "./nearest.ts";
import type { Fault, Problem } from "./problem.ts";
import type { MergedSpec } from "../openapi/spec-folder.ts";
import { isJsonList, isJsonObject, type Json, type JsonObject, memberOf } from "../openapi/json.ts";
import { jsonPointer } from "../openapi/json-pointer.ts";
import { lineAt, parseYaml } from "../openapi/yaml-file.ts";
import { type SchemaFault, schemaFaults } from "./schema-faults.ts";

/** The overlay is one, every action carries its mark, and matches something. */
export const checkOverlay = ({ files, document, unusedActions }: MergedSpec): readonly Problem[] => {
  const parsed = parseYaml(files.overlay);
  const problem = (tokens: readonly string[], message: string, fix: string): Problem => ({
    file: files.overlay.path,
    ...lineAt(parsed, tokens),
    path: jsonPointer(tokens),
    message,
    fix,
  });
  return [
    ...schemaFaults(validators.overlay, withoutJobs(parsed.value)).map(({ pointer, message, fix }) =>
      problem(pointerTokens(pointer), message, fix),
    ),
    ...lostTargets(unusedActions, document).map(({ indexes, lost, like }) => {
      const [first = 0, ...others] = indexes;
      const lines = others.flatMap((index) => lineAt(parsed, ["actions", `${index}`, "target"]).line ?? []);
      const more =
        lines.length === 0
          ? ""
          : `, nor do the targets on ${lines.length === 1 ? "line" : "lines"} ${lines.join(", ")}`;
      const meant = like === undefined ? "" : `Did you mean ${like}? `;
      return problem(
        ["actions", `${first}`, "target"],
        `${lost} matches nothing${more}`,
        `${meant}Correct the target, or remove the action if upstream has changed.`,
      );
    }),
  ];
};

interface LostTarget {
  /** The actions, from 0. */
  readonly indexes: readonly number[];
  /** The target, or the part of it that several of them have in common. */
  readonly lost: string;
  /** What the lost part may have become. */
  readonly like?: string;
}

/** Targets that match nothing; those that are lost at the same place, such as a path that moved, are one. */
const lostTargets = (unused: readonly UnusedAction[], document: JsonObject): readonly LostTarget[] => {
  const groups = new Map<string, { readonly indexes: number[]; readonly target: string; readonly like?: string }>();
  for (const { index, target } of unused) {
    const { lost, like } = lostPart(target, document);
    const group = groups.get(lost) ?? { indexes: [], target, ...(like !== undefined && { like }) };
    group.indexes.push(index);
    groups.set(lost, group);
  }
  return [...groups].map(([lost, { indexes, target, like }]) => ({
    indexes,
    lost: indexes.length === 1 ? target : lost,
    ...(like !== undefined && { like }),
  }));
};

/** A target of plain names up to the first that the document does not have; the whole of any other. */
const lostPart = (target: string, document: JsonObject): { readonly lost: string; readonly like?: string } => {
  const plain = /^\$(?:\.[A-Za-z_][\w-]*|\['[^'\\]*'\]|\[\d+\])*$/.test(target);
  if (!plain) return { lost: target };
  let place: Json | undefined = document;
  let path = "$";
  for (const [step, name, quoted, index] of target.matchAll(/\.([\w-]+)|\['([^']*)'\]|\[(\d+)\]/g)) {
    const token: string = name ?? quoted ?? index ?? "";
    const next: Json | undefined = isJsonList(place) ? place[Number(token)] : memberOf(place, token);
    path += step;
    if (next === undefined) {
      const like = lookalike(token, isJsonObject(place) ? Object.keys(place) : []);
      return { lost: path, ...(like !== undefined && { like }) };
    }
    place = next;
  }
  return { lost: target };
};

/** What the JSON Schema of `x-job` says about a declaration. */
export const checkJobSchema = ({ declaration, tokens }: DeclaredJob): readonly Fault[] =>
  toFaults(schemaFaults(validators.job, declaration), tokens);

/** What the JSON Schema says about `x-errors`. */
export const checkErrorsSchema = (document: JsonObject): readonly Fault[] => {
  const errors = memberOf(document, "x-errors");
  return errors === undefined ? [] : toFaults(schemaFaults(validators.errors, errors), ["x-errors"]);
};

/** What the JSON Schema says about the address of a Link. */
export const checkAddressSchema = (address: Json, tokens: readonly string[]): readonly Fault[] =>
  toFaults(schemaFaults(validators.address, address), tokens);

const ajv = new Ajv({ allErrors: true, verbose: true, strict: false });
ajv.addSchema(jobSchema);

const validators: Readonly<Record<"overlay" | "job" | "errors" | "address", ValidateFunction>> = {
  overlay: ajv.compile(overlaySchema),
  job: ajv.compile({ $ref: "x-job.schema.json" }),
  errors: ajv.compile({ $ref: "x-job.schema.json#/definitions/XErrors" }),
  address: ajv.compile({ $ref: "x-job.schema.json#/definitions/Address" }),
};

const toFaults = (faults: readonly SchemaFault[], base: readonly string[]): readonly Fault[] =>
  faults.map(({ pointer, message, fix }) => ({ tokens: [...base, ...pointerTokens(pointer)], message, fix }));

// A job may be declared by several actions; only the merged one is whole, so only that is checked.
const withoutJobs = (overlay: Json): Json => {
  if (!isJsonObject(overlay) || !Array.isArray(overlay["actions"])) return overlay;
  const actions = overlay["actions"].map((action: Json) =>
    isJsonObject(action) && isJsonObject(action["update"]) ? { ...action, update: {} } : action,
  );
  return { ...overlay, actions };
};
