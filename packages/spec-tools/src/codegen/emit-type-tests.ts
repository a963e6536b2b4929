import { pointerTokens } from "@genwait/lifecycle";

import type { ApiModel } from "./api-model.ts";
import { importLine } from "./emit-types.ts";
import { pascalCase } from "./names.ts";
import type { JobTypes, OperationTypes, PackageTypes } from "./package-types.ts";
import { usageExample } from "./usage-example.ts";

/** Type tests of the package: the compiler holds its types against what the lifecycle promises. */
export const emitTypeTests = (api: ApiModel, types: PackageTypes): string => {
  const client = `${pascalCase(api.name)}Client`;
  const names = types.jobs.flatMap(({ phases: { prefix } }) => [`${prefix}End`, `${prefix}State`]);
  return [
    `import type { EndState, Job } from "@genwait/lifecycle";\n`,
    `import { createClient } from "./api.ts";\n${importLine([...names, client].toSorted(), "./client.ts")}`,
    waiter,
    `/** What the README shows. */\nexport const usage = async (poller: Waiter): Promise<void> => {\n${indented(usageExample(api, types.jobs, "poller"))}\n};\n`,
    ...types.jobs.map(jobTests),
    ...types.operations.flatMap((operation) => inputTests(operation, client)),
  ].join("\n");
};

const waiter = `interface Waiter {
  wait<State extends { readonly phase: string }>(
    job: Job<State>,
    options: { readonly onUpdate: (state: State) => void },
  ): Promise<EndState<State>>;
}

type There<T> = unknown extends T ? unknown : undefined extends T ? never : null extends T ? never : unknown;
`;

// The compiler rules out the members of a union; a state that can only be one thing stays what it is.
const jobTests = ({ phases: { prefix, phases } }: JobTypes): string => {
  const cases = phases.map(
    ({ phase, present }) => `    case "${phase}":
${present.map(promiseLine).join("")}      return state.phase;
`,
  );
  return `/** Every phase, each with what it promises. */
export const phaseOf${prefix} = (state: ${prefix}State): string => {
  switch (state.phase) {
${cases.join("")}    default:
      return state${phases.length === 1 ? ".phase" : " satisfies never"};
  }
};

export const endOf${prefix} = (end: ${prefix}End): void => {
  // @ts-expect-error an end is not pending
  if (end.phase === "pending") void end;
};
`;
};

const promiseLine = (pointer: string): string =>
  `      void (state.body${path(pointer)} satisfies There<(typeof state.body)${path(pointer)}>);\n`;

const inputTests = (
  { operation: { id }, input, isInputRequired }: OperationTypes,
  client: string,
): readonly string[] => {
  if (input === undefined || !isInputRequired || /\[key: string\]|Record<|= unknown/.test(input.text)) return [];
  return [
    `export const wrongInputOf${pascalCase(id)} = async (client: ${client}): Promise<void> => {
  // @ts-expect-error the input is not optional
  await client[${JSON.stringify(id)}]();
  // @ts-expect-error a wrong member is an error where it stands
  await client[${JSON.stringify(id)}]({ thereIsNoSuchMember: true });
};
`,
  ];
};

const path = (pointer: string): string =>
  pointerTokens(pointer)
    .map((token) => `[${JSON.stringify(token)}]`)
    .join("");

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, "  ");
