import type { ApiModel } from "./api-model.ts";
import type { PackagePlace } from "./package-place.ts";

/** The npm name of an API's package. */
export const packageName = (api: string): string => `@genwait/${api}-client`;

/** The package's manifest; the version is the one it has, for that belongs to the changesets. */
export const emitPackageJson = (api: ApiModel, place: PackagePlace, version: string): string => {
  const entry = { types: "./dist/index.d.ts", default: "./dist/index.js" };
  const document = { "./openapi.json": "./openapi.json" };
  return `${JSON.stringify(
    {
      name: packageName(api.name),
      version,
      ...(place.isPrivate && { private: true }),
      description: `A typed, validated client of the ${api.title}, made from its OpenAPI document.`,
      keywords: [api.name, "client", "openapi"].toSorted(),
      license: "MIT",
      ...(!place.isPrivate && {
        repository: { type: "git", url: "git+https://github.com/genwait/genwait.git", directory: place.folder },
      }),
      files: ["dist", "openapi.json"],
      type: "module",
      sideEffects: false,
      exports: { ".": { "@genwait/source": "./src/index.ts", ...entry }, ...document },
      ...(!place.isPrivate && {
        publishConfig: { access: "public", provenance: true, exports: { ".": entry, ...document } },
      }),
      scripts: scriptsOf(place),
      dependencies: { "@genwait/client-core": "workspace:^", "@genwait/lifecycle": "workspace:^" },
      engines: { node: ">=22" },
      ...(!place.isPrivate && { "size-limit": [sizeLimitOf(api)] }),
    },
    null,
    2,
  )}\n`;
};

const sizeLimitOf = ({ operations }: ApiModel) => ({
  path: "dist/index.js",
  import: "{ createClient }",
  limit: `${(sharedKb + operations.length * operationKb).toFixed(2)} kB`,
  gzip: true,
});

// What every client carries: calls, time limits, errors that say what to do, jobs. Smaller, it would have to say or bear less.
const sharedKb = 5.6;

// An operation of average size, with the validators of its answers and the life of its job.
const operationKb = 0.35;

const scriptsOf = ({ root, isPrivate }: PackagePlace): Readonly<Record<string, string>> => ({
  build: "tsc -p tsconfig.build.json",
  typecheck: "tsc -p tsconfig.json --noEmit",
  ...(!isPrivate && { "check:package": `node ${root}/.config/check-package.mjs`, size: "size-limit" }),
});
