import { idParameterOf, type Trial } from "./plan.ts";

/**
 * A program of somebody who has found openapi-fetch and a client package's `schema.ts`, and nothing else of ours: typed by
 * the document's paths, it creates a job, polls it until its files are there, and downloads them into the current folder.
 */
export const openapiFetchProgram = (
  { job, create }: Trial,
  { schema, baseUrl, headers }: { readonly schema: string; readonly baseUrl: string; readonly headers: object },
): string => {
  const parameter = idParameterOf(job);
  const addresses = (job.declaration.files ?? []).map(({ at }) => valuesAt("data", at));
  return `import { writeFileSync } from "node:fs";
import createClient from "openapi-fetch";
import type { paths } from ${JSON.stringify(schema)};

const client = createClient<paths>({ baseUrl: ${JSON.stringify(baseUrl)}, headers: ${JSON.stringify(headers)} });
const { data: created, error: refused } = await client.${create.operation.method}(${JSON.stringify(create.operation.path)}, { body: ${JSON.stringify(create.input)} });
if (refused !== undefined) throw new Error(JSON.stringify(refused));
const [id] = ${valuesAt("created", create.operation.starts?.id ?? "")};
if (id === undefined) throw new Error("There is no id.");
let addresses: (string | undefined)[][] = [];
for (let poll = 0; poll < 60; poll++) {
  const { data, error } = await client.${job.operation.method}(${JSON.stringify(job.operation.path)}, { params: { path: { ${JSON.stringify(parameter)}: id } } });
  if (error !== undefined) throw new Error(JSON.stringify(error));
  addresses = [${addresses.join(", ")}];
  if (addresses.every((found) => found.length > 0 && found.every(Boolean))) break;
  await new Promise((resolve) => setTimeout(resolve, 100));
}
for (const [number, address] of addresses.flat().entries()) {
  if (address === undefined) throw new Error("It is not over yet.");
  const response = await fetch(address);
  if (!response.ok) throw new Error(\`\${address}: \${response.status}\`);
  const name = \`\${number}.\${new URL(address).pathname.split(".").at(-1)}\`;
  writeFileSync(name, new Uint8Array(await response.arrayBuffer()));
  console.log(name);
}
`;
};

/** The values at a JSON Pointer as a person would write them: members by name, lists unrolled. */
const valuesAt = (start: string, pointer: string): string =>
  pointer
    .split("/")
    .slice(1)
    .reduce(
      (found, token) =>
        token === "*"
          ? `${found}.flatMap((one) => one)`
          : `${found}.flatMap((one) => one && ${JSON.stringify(token)} in one ? [one[${JSON.stringify(token)}]] : [])`,
      `[${start}]`,
    );
