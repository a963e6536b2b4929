import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { errorKinds, parseDuration, statusKinds } from "@genwait/lifecycle";
import schema from "@genwait/lifecycle/x-job.schema.json" with { type: "json" };
import { Ajv } from "ajv";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

import { isJsonList, isJsonObject, type Json, objectAt } from "../openapi/json.ts";
import { schemaFaults } from "./schema-faults.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const read = (path: string): Promise<string> => readFile(root + path, "utf8");

interface Shape {
  readonly parents: readonly string[];
  /** Name → whether it may be left out. */
  readonly members: Readonly<Record<string, boolean>>;
}

const shapesIn = (text: string): Readonly<Record<string, Shape>> => {
  const file = ts.createSourceFile("x.ts", text, ts.ScriptTarget.Latest);
  return Object.fromEntries(
    file.statements.filter(ts.isInterfaceDeclaration).map((declaration) => [
      declaration.name.text,
      {
        parents: (declaration.heritageClauses ?? []).flatMap((clause) =>
          clause.types.map((type) => type.expression.getText(file)),
        ),
        members: Object.fromEntries(
          declaration.members
            .filter(ts.isPropertySignature)
            .map((member) => [member.name.getText(file), member.questionToken !== undefined]),
        ),
      },
    ]),
  );
};

const sources = await Promise.all(["x-job.ts", "rules.ts"].map((name) => read(`packages/lifecycle/src/${name}`)));
const shapes = Object.assign({}, ...sources.map(shapesIn)) as Readonly<Record<string, Shape>>;

const membersOf = (name: string): Readonly<Record<string, boolean>> => {
  const shape = shapes[name];
  return shape === undefined ? {} : Object.assign({}, ...shape.parents.map(membersOf), shape.members);
};

const definitions: Readonly<Record<string, Json>> = JSON.parse(JSON.stringify(schema.definitions));

const inSchema = (name: string): Readonly<Record<string, boolean>> => {
  const definition = definitions[name];
  const required = isJsonObject(definition) && isJsonList(definition["required"]) ? definition["required"] : [];
  return Object.fromEntries(
    Object.keys(objectAt(definition, "properties")).map((member) => [member, !required.includes(member)]),
  );
};

const described = [
  "XJob",
  "XJobId",
  "XCallRule",
  "XState",
  "XStateRule",
  "XItems",
  "XMembers",
  "XFailure",
  "XOutput",
  "XOutputFailure",
  "XCancel",
  "XExpires",
  "XFile",
  "XLogs",
  "XWebhook",
  "XWebhookHmac",
  "XPoll",
  "XRateLimit",
  "XLimit",
  "XError",
  "Rule",
  "Predicate",
];

const validate = new Ajv({ allErrors: true, verbose: true, strict: false }).compile(schema);

describe("the JSON Schema of x-job", () => {
  it.each(described)("has the members of %s, optional where they are", (name) => {
    expect(inSchema(name)).toEqual(membersOf(name));
    expect(Object.keys(membersOf(name))).not.toEqual([]);
  });

  it("has the kinds of the types", () => {
    expect(objectAt(definitions, "StatusKind")["enum"]).toEqual(statusKinds);
    expect(objectAt(definitions, "ErrorKind")["enum"]).toEqual(Object.keys(errorKinds));
    expect(
      Object.keys(objectAt(objectAt(objectAt(definitions, "XState")["properties"], "values"), "properties")),
    ).toEqual(statusKinds);
  });

  it("has the schemes of webhooks that the types have", async () => {
    const schemes = new Set(
      [...sources.join("").matchAll(/readonly scheme: "([a-z-]+)"/g)].map(([, scheme = ""]) => scheme),
    );
    const verification = objectAt(objectAt(definitions, "WebhookVerification")["properties"], "scheme");
    expect(new Set(isJsonList(verification["enum"]) ? verification["enum"] : [])).toEqual(schemes);
  });

  it("says of every word what it means", () => {
    const says = (schema: unknown): boolean =>
      isJsonObject(schema) &&
      (["title", "description", "const"].some((word) => schema[word] !== undefined) ||
        says(definitions[String(schema["$ref"]).replace("#/definitions/", "")]));
    const silent = Object.entries(definitions).flatMap(([name, definition]) =>
      Object.entries(objectAt(definition, "properties"))
        .filter(([, schema]) => name.startsWith("X") && !says(schema))
        .map(([member]) => `${name}.${member}`),
    );
    expect(silent).toEqual([]);
  });

  it.each([
    [{ output: { link: "result", pending: [{ when: [{ status: 425 }] }] } }, []],
    [{ output: [{ link: "file" }, { link: "content" }], ...parse("cancel: { link: stop, then: gone }") }, []],
    [{ output: [] }, ["/output must NOT have fewer than 1 items"]],
    [{ output: { failed: [] } }, [`/output "link" is missing`, "/output/failed must NOT have fewer than 1 items"]],
    [parse("cancel: { link: stop, then: lost }"), [`/cancel/then "lost" is not cancelled or gone`]],
    [{ id: { request: "$request.path.id", segments: false } }, ["/id/segments false stands here"]],
    [{ parameters: { logs: [1] } }, ["/parameters/logs a list stands here"]],
    [{ expires: { from: "/at" } }, [`/expires "from" stands alone`]],
    [{ logs: { at: "/logs" } }, [`/logs "as" is missing`]],
    [{ webhook: "onDone" }, [`/webhook "onDone" stands here`]],
    [{ webhook: { job: "$request.body#/id", verify: { scheme: "standard-webhooks" } } }, []],
    [{ webhook: { job: "$request.body#/id", verify: {} } }, [`/webhook/verify "scheme" is missing`]],
    [
      { webhook: { job: "$request.path.id", verify: { scheme: "token", in: "cookie", name: "key" } } },
      [
        `/webhook/job "$request.path.id" is not a runtime expression over the webhook, such as $request.body#/id or $request.query.id`,
        `/webhook/verify/in "cookie" is not header or query`,
      ],
    ],
    [
      { webhook: { job: "$request.query.id", verify: { scheme: "hmac", algorithm: "md5", header: "x-sign" } } },
      [`/webhook/verify "encoding" is missing`, `/webhook/verify/algorithm "md5" is not sha256, sha512 or sha1`],
    ],
    [
      { webhook: { job: "$request.query.id", verify: { scheme: "undeclared", header: "x-sign" } } },
      [`/webhook/verify/header "header" is no member here`],
    ],
  ])("says of %j what is wrong", (members, faults) => {
    const declaration = { name: "render", id: { request: "$request.path.id" }, ...members };
    expect(
      schemaFaults(validate, declaration).map(
        ({ pointer, message }) => `${pointer} ${message.replace(/^an object /, "").replace(/^a list must/, "must")}`,
      ),
    ).toEqual(faults);
  });

  it("takes the same times as the reader", () => {
    const pattern = new RegExp(String(objectAt(definitions, "Duration")["pattern"]));
    for (const text of ["250ms", "5s", "10m", "2h", "1.5s", "5", "s", "5 s", "5sec", "-5s", ""]) {
      const isRead = (() => {
        try {
          return parseDuration(text) >= 0;
        } catch {
          return false;
        }
      })();
      expect([text, pattern.test(text)]).toEqual([text, isRead]);
    }
  });

  it("takes the declarations that the documentation shows", async () => {
    const readme = await read("specs/README.md");
    const blocks = [...readme.matchAll(/^```yaml\n(x-job:\n[\s\S]*?)^```/gm)].map(
      ([, block]) => parse(block ?? "")["x-job"],
    );
    const [, items] = /^```yaml\n( {2}items:\n[\s\S]*?)^```/m.exec(readme) ?? [];
    const whole = { name: "generation", id: { request: "$request.path.id" }, ...parse(items ?? "") };
    expect(blocks).toHaveLength(1);
    for (const declaration of [...blocks, whole]) expect(schemaFaults(validate, declaration)).toEqual([]);
  });
});
