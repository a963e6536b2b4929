import type { JsonObject } from "../merge/json.ts";
import { banner } from "./banner.ts";
import { emitApi, emitOperations } from "./emit-data.ts";
import { emitClient } from "./emit-client.ts";
import { emitIndex } from "./emit-index.ts";
import { emitLifecycles } from "./emit-lifecycles.ts";
import { emitPackageJson } from "./emit-package-json.ts";
import { emitReadme } from "./emit-readme.ts";
import { emitTypeTests } from "./emit-type-tests.ts";
import { emitBodies, emitSchema } from "./emit-types.ts";
import { emitValidators } from "./emit-validators.ts";
import type { Fact } from "./facts.ts";
import type { PackagePlace } from "./package-place.ts";
import { packageTypesOf } from "./package-types.ts";
import { readApi } from "./read-api.ts";
import { refuseClashes } from "./refuse-clashes.ts";
import { validatorsOf } from "./validators-of.ts";

/** Files by their path in a folder. */
export type Files = ReadonlyMap<string, string>;

export interface PackageSource {
  readonly name: string;
  /** The merged document. */
  readonly document: JsonObject;
  /** The same with the marks of what is only observed or assumed. @default the document as it is */
  readonly marked?: JsonObject;
  readonly facts: readonly Fact[];
  readonly place: PackagePlace;
  readonly version: string;
}

/**
 * A whole client package, the same tree for every API; the same source gives the same bytes.
 *
 * @throws GenerateError when the document lacks what a client needs
 */
export const generatePackage = ({ name, document, marked = document, facts, place, version }: PackageSource): Files => {
  const api = readApi({ name, document: marked, place: place.specFolder });
  refuseClashes(api, place.specFolder);
  const types = packageTypesOf(api);
  const validators = validatorsOf(api);
  const source = `${place.specFolder}/openapi.yaml and overlay.yaml`;
  const typescript = (text: string): string => `${banner(source)}${text}`;
  return new Map([
    ["README.md", emitReadme({ api, types, facts, source })],
    ["openapi.json", `${JSON.stringify(document, null, 2)}\n`],
    ["package.json", emitPackageJson(api, place, version)],
    ["src/generated/api.ts", typescript(emitApi(api))],
    ["src/generated/bodies.ts", typescript(emitBodies(types))],
    ["src/generated/client.ts", typescript(emitClient(api, types))],
    ["src/generated/lifecycles.ts", typescript(emitLifecycles(api))],
    ["src/generated/operations.ts", typescript(emitOperations(api, validators))],
    ["src/generated/schema.ts", typescript(emitSchema(types))],
    ["src/generated/types.test-d.ts", typescript(emitTypeTests(api, types))],
    ["src/generated/validators.ts", typescript(emitValidators(validators, place.specFolder))],
    ["src/index.ts", typescript(emitIndex(api, types))],
    ["tsconfig.build.json", `${JSON.stringify({ extends: `${place.root}/.config/tsconfig.build.json` }, null, 2)}\n`],
    ["tsconfig.json", `${JSON.stringify({ extends: `${place.root}/.config/tsconfig.json` }, null, 2)}\n`],
  ]);
};
