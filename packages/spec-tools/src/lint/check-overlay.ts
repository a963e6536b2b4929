import jobSchema from "@genwait/lifecycle/x-job.schema.json" with { type: "json" };
import overlaySchema from "@genwait/lifecycle/overlay.schema.json" with { type: "json" };
import { Ajv, type ValidateFunction } from "ajv";
import { pointerTokens } from "@genwait/lifecycle";

import type { DeclaredJob } from "../openapi/jobs.ts";
import type { Fault, Problem } from "./problem.ts";
import type { MergedSpec } from "../openapi/spec-folder.ts";
import { isJsonObject, type Json, type JsonObject, memberOf } from "../openapi/json.ts";
import { jsonPointer } from "../openapi/json-pointer.ts";
import { lineAt, parseYaml } from "../openapi/yaml-file.ts";
import { type SchemaFault, schemaFaults } from "./schema-faults.ts";

/** The overlay is one, every action carries its mark, and matches something. */
export const checkOverlay = ({ files, unusedActions }: MergedSpec): readonly Problem[] => {
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
    ...unusedActions.map(({ index, target }) =>
      problem(
        ["actions", `${index}`, "target"],
        `${target} matches nothing`,
        "Correct the target, or remove the action if upstream has changed.",
      ),
    ),
  ];
};

/** What the JSON Schema of `x-job` says about a declaration. */
export const checkJobSchema = ({ declaration, tokens }: DeclaredJob): readonly Fault[] =>
  toFaults(schemaFaults(validators.job, declaration), tokens);

/** What the JSON Schema says about `x-errors`. */
export const checkErrorsSchema = (document: JsonObject): readonly Fault[] => {
  const errors = memberOf(document, "x-errors");
  return errors === undefined ? [] : toFaults(schemaFaults(validators.errors, errors), ["x-errors"]);
};

const ajv = new Ajv({ allErrors: true, verbose: true, strict: false });
ajv.addSchema(jobSchema);

const validators: Readonly<Record<"overlay" | "job" | "errors", ValidateFunction>> = {
  overlay: ajv.compile(overlaySchema),
  job: ajv.compile({ $ref: "x-job.schema.json" }),
  errors: ajv.compile({ $ref: "x-job.schema.json#/definitions/XErrors" }),
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
