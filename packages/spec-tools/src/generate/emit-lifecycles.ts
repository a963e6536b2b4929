import { compileLifecycle } from "@genwait/lifecycle";

import type { ApiModel, JobModel } from "./api-model.ts";
import { asLiteral, code, type Literal, literal } from "./literal.ts";
import { importOfParts, predicatesOf } from "./parts-of-reader.ts";
import { promisedTypesOf } from "./promised-types.ts";
import { type Resolve, resolverOf } from "./references.ts";

/** The module of lifecycles, compiled from `x-job`: data, and the parts of the reader that the data needs. */
export const emitLifecycles = (api: ApiModel): string => {
  const resolve = resolverOf(api.document);
  const entries = api.jobs.map((job) => [job.declaration.name, lifecycleLiteral(job, resolve)] as const);
  const lifecycles = Object.fromEntries(entries);
  const names = entries.map(([name]) => JSON.stringify(name)).join(" | ");
  return `import type { Lifecycle } from "@genwait/lifecycle";\n${importOfParts(lifecycles)}\nexport const lifecycles: Readonly<Record<${names || "never"}, Lifecycle>> = ${literal(lifecycles)};\n`;
};

const lifecycleLiteral = (job: JobModel, resolve: Resolve): Literal => {
  const { call = [], state, items, stage, progress } = job.declaration;
  const lifecycle = compileLifecycle(job.declaration, { typeAt: promisedTypesOf(job, resolve) });
  return {
    ...asLiteral(lifecycle),
    predicates: predicatesOf([...call, ...(state?.rules ?? []), ...(items?.state.rules ?? [])]),
    ...(items !== undefined && { items: { judge: code("judgeItems"), ...asLiteral(lifecycle.items) } }),
    ...((stage ?? progress) !== undefined && { stageOf: code("stageOf") }),
  };
};
