import { compileLifecycle, type StateReader } from "@genwait/lifecycle";

import type { ApiModel, JobModel } from "./api-model.ts";
import { asLiteral, type Literal, literal, part } from "./literal.ts";
import { importOfParts, predicatesOf } from "./parts-of-reader.ts";
import { promisedTypesOf } from "./promised-types.ts";
import { type Resolve, resolverOf } from "./references.ts";

/** The module of lifecycles, compiled from `x-job`: data, and the parts of the reader that the data needs. */
export const emitLifecycles = (api: ApiModel): string => {
  const resolve = resolverOf(api.document);
  const entries = api.jobs.map((job) => [job.declaration.name, lifecycleLiteral(job, resolve)] as const);
  const lifecycles = Object.fromEntries(entries);
  const names = entries.map(([name]) => JSON.stringify(name)).join(" | ");
  return `import type { Lifecycle } from "@genwait/lifecycle";\n${importOfParts("@genwait/lifecycle/parts", lifecycles)}\nexport const lifecycles: Readonly<Record<${names || "never"}, Lifecycle>> = ${literal(lifecycles)};\n`;
};

const lifecycleLiteral = (job: JobModel, resolve: Resolve): Literal => {
  const { call = [], state: declared, items: listed, stage, progress } = job.declaration;
  const lifecycle = compileLifecycle(job.declaration, { typeAt: promisedTypesOf(job, resolve) });
  const { state, items, pace } = lifecycle;
  return {
    ...asLiteral(lifecycle),
    ...(state !== undefined && { state: stateLiteral(state) }),
    ...(items !== undefined && {
      items: { judge: part("judgeItems"), ...asLiteral(items), state: stateLiteral(items.state) },
    }),
    predicates: predicatesOf([...call, ...(declared?.rules ?? []), ...(listed?.state.rules ?? [])]),
    ...(pace?.slowDown !== undefined && { pace: { slowDown: part("slowDown"), ...asLiteral(pace) } }),
    ...((stage ?? progress) !== undefined && { stageOf: part("stageOf") }),
  };
};

const stateLiteral = (state: StateReader): Literal => ({
  ...asLiteral(state),
  ...(state.rules !== undefined && { rules: { find: part("findRule"), ...asLiteral(state.rules) } }),
});
