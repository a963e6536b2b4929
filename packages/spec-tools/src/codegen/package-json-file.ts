import type { ApiModel } from "./api-model.ts";
import { packageName } from "./names.ts";

/** Where a generated package lies, and what follows from it. */
export interface PackagePlace {
  /** The package's folder, from the root, with `/`. */
  readonly folder: string;
  /** From the package's folder back to the root. */
  readonly root: string;
  /** The folder of the spec that it is made from. */
  readonly specFolder: string;
  readonly isPrivate: boolean;
}

const repository = "https://github.com/genwait/genwait";

/** The package's manifest; the version is the one it has, for that belongs to the changesets. */
export const emitPackageJson = (api: ApiModel, place: PackagePlace, version: string): string => {
  const entry = { types: "./dist/index.d.ts", default: "./dist/index.js" };
  const document = { "./openapi.json": "./openapi.json" };
  return `${JSON.stringify(
    {
      name: packageName(api.name),
      version,
      ...(place.isPrivate && { private: true }),
      description: `A typed client of the ${api.title}, and its jobs ready to be waited for; made from its OpenAPI document.`,
      keywords: [api.name, "api", "client", "jobs", "openapi", "openapi-fetch", "polling", "typescript"].toSorted(),
      ...(!place.isPrivate && {
        homepage: `${repository}/tree/main/${place.folder}#readme`,
        bugs: `${repository}/issues`,
      }),
      license: "MIT",
      ...(!place.isPrivate && {
        repository: { type: "git", url: `git+${repository}.git`, directory: place.folder },
      }),
      files: ["dist", "src", "!src/**/*.test-d.ts", "openapi.json", "CHANGELOG.md"],
      type: "module",
      sideEffects: false,
      exports: { ".": { "@genwait/source": "./src/index.ts", ...entry }, ...document },
      ...(!place.isPrivate && {
        publishConfig: { access: "public", provenance: true, exports: { ".": entry, ...document } },
      }),
      scripts: {
        build: "tsc -p tsconfig.build.json",
        typecheck: "tsc -p tsconfig.json --noEmit",
        ...(!place.isPrivate && {
          "check:package": `node ${place.root}/.config/check-package.mjs`,
          size: `size-limit --config ${place.root}/.config/client-size.mjs`,
        }),
      },
      dependencies: { "@genwait/client-core": "workspace:^", "@genwait/lifecycle": "workspace:^" },
      engines: { node: ">=22" },
    },
    null,
    2,
  )}\n`;
};
