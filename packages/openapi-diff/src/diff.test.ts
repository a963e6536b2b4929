import { escapePointerToken, isObject } from "@genwait/lifecycle";
import { describe, expect, it } from "vitest";

import { bumpOf, type Change, type ChangeCode, operationText } from "./change.ts";
import { changelogMarkdown } from "./changelog.ts";
import { diffDocuments } from "./diff.ts";
import { DocumentError } from "./document.ts";
import { sentenceOf } from "./report.ts";
import { applyEdits } from "../corpus/edits.ts";
import { json, pots, ref } from "../corpus/pots.ts";

const codesOf = (changes: readonly Change[]): readonly string[] => changes.map(({ code, bump }) => `${bump} ${code}`);

const only = (changes: readonly Change[]): Change => {
  const [change] = changes;
  if (change === undefined || changes.length > 1) throw new Error(`Not one change: ${codesOf(changes).join(", ")}`);
  return change;
};

const found = <C extends ChangeCode>(changes: readonly Change[], code: C): Change<C> => {
  const change = changes.find((each): each is Change<C> & Change => each.code === code);
  if (change === undefined) throw new Error(`No ${code} among ${codesOf(changes).join(", ")}`);
  return change;
};

const operationsOf = ({ subject }: Change): readonly string[] => subject.operations.map(operationText);

describe("a change in a shared component", () => {
  it("names every operation that it touches", () => {
    const change = only(diffDocuments(shared(3, "kiln", "cone"), shared(3, "kiln")));
    expect(change).toMatchObject({ code: "property-removed", bump: "major", name: "cone" });
    expect(operationsOf(change)).toEqual(["bake0", "bake1", "bake2"]);
    expect(change.subject).toMatchObject({
      path: ["cone"],
      directions: ["request"],
      uses: [{ place: { in: "request-body" } }],
    });
    expect(sentenceOf(change)).toBe("`cone` in the request body of `bake0`, `bake1` and `bake2` was removed.");
  });

  it("names the component and the number of operations where they are many", () => {
    const change = only(diffDocuments(shared(20, "kiln", "cone"), shared(20, "kiln")));
    expect(operationsOf(change)).toHaveLength(20);
    expect(change.subject.component).toBe("Batch");
    expect(sentenceOf(change)).toBe("`cone` in the schema `Batch` (requests of 20 operations) was removed.");
    expect(changelogMarkdown([change])).toContain("`cone` from the schema `Batch` (requests of 20 operations)");
  });

  it("is one change with the bump of its hardest use where requests and responses have it", () => {
    const change = only(diffDocuments(both([]), both(["id"])));
    expect(change).toMatchObject({ code: "property-required", bump: "major" });
    expect(new Set(change.subject.directions)).toEqual(new Set(["request", "response"]));
    expect(operationsOf(change)).toEqual(["createPot", "getPot", "copyPot"]);
  });

  it("is seen where two documents share the objects that refer to it", () => {
    const schema = { type: "object", properties: { lid: ref("Lid") } };
    const of = (type: string): unknown => ({
      ...pots((document) => {
        document.paths["/lids"] = {
          get: { operationId: "getLids", responses: { 200: { description: "", content: json(schema) } } },
        };
        document.components.schemas["Lid"] = { type };
      }),
    });
    expect(only(diffDocuments(of("string"), of("integer")))).toMatchObject({ code: "type-changed", bump: "major" });
  });

  it("has its way from the component where several ways lead to it", () => {
    const change = only(diffDocuments(nested("string"), nested("integer")));
    expect(change.subject).toMatchObject({ component: "Lid", path: ["knob"], operations: [{ id: "getLids" }] });
  });

  it("names every operation of a shared parameter, response and request body", () => {
    const changes = diffDocuments(parts(10, true), parts(5, false));
    expect(operationsOf(found(changes, "constraint-changed"))).toEqual(["one", "two"]);
    expect(operationsOf(found(changes, "property-removed"))).toEqual(["one", "two"]);
    expect(changes).toHaveLength(2);
  });
});

describe("the effective base URL", () => {
  it("is one change, the first of the report and of the changelog", () => {
    const revised = served("https://other.example", (document) => {
      delete document.paths["/pots/{id}"];
      document.components.schemas["Pot"] = { type: "object" };
    });
    const changes = diffDocuments(served("https://pots.example"), revised);
    expect(changes[0]).toMatchObject({
      code: "base-url-changed",
      old: "https://pots.example",
      new: "https://other.example",
    });
    expect(changes.filter(({ code }) => code.startsWith("server-"))).toEqual([]);
    expect(changelogMarkdown(changes)).toMatch(
      /^Changed where requests go: keys go to `https:\/\/other\.example` in place of/,
    );
  });

  it("is that of `x-base-url` where there is one", () => {
    const change = diffDocuments(
      pinned("https://a.example", "https://s.example"),
      pinned("https://b.example/", "https://s.example"),
    );
    expect(codesOf(change)).toEqual(["major base-url-changed"]);
    const moved = diffDocuments(
      pinned("https://a.example", "https://s.example"),
      pinned("https://a.example", "https://t.example"),
    );
    expect(codesOf(moved)).toEqual(["major server-removed", "minor server-added"]);
  });

  it("has its variables filled in", () => {
    expect(codesOf(diffDocuments(region("eu"), region("us")))).toEqual(["major base-url-changed"]);
    expect(codesOf(diffDocuments(region("eu"), served("https://eu.example/")))).toEqual([]);
  });

  it("is the same however its host is written, and `/` where no server is listed any more", () => {
    const old = served("https://pots.example");
    expect(codesOf(diffDocuments(old, served("https://POTS.example:443/")))).toEqual([]);
    const none = diffDocuments(
      old,
      served("", (document) => {
        document.servers = [];
      }),
    );
    expect(none).toMatchObject([{ code: "base-url-changed", old: "https://pots.example", new: "/" }]);
  });

  it("is an operation's where the operation has servers of its own", () => {
    const change = only(diffDocuments(own("https://a.example"), own("https://b.example")));
    expect(change).toMatchObject({ code: "base-url-changed", subject: { operations: [{ id: "createPot" }] } });
  });
});

const count = (schema: object): unknown =>
  pots((document) => (document.components.schemas["Pot"] = { type: "object", properties: { count: schema } }));

describe("a union of plain types", () => {
  it("is more than its types under `oneOf`, which refuses what two of them take", () => {
    const change = only(
      diffDocuments(count({ type: "integer" }), count({ oneOf: [{ type: "integer" }, { type: "number" }] })),
    );
    expect(change).toMatchObject({ code: "variant-added", bump: "major", overlaps: true });
    const apart = diffDocuments(
      count({ type: "integer" }),
      count({ oneOf: [{ type: "integer" }, { type: "string" }] }),
    );
    expect(codesOf(apart)).toEqual(["major type-changed"]);
  });
});

describe("names", () => {
  it("that are near or have the same words are told as renamed", () => {
    const text = { type: "string", format: "uri" };
    const near = diffDocuments(member("gammaUrl", text), member("url", text));
    expect(only(near)).toMatchObject({ code: "property-renamed", bump: "major", old: "gammaUrl", new: "url" });
    expect(sentenceOf(only(near))).toMatch(/ was removed: it was renamed to `url`\.$/);
    const described = { ...text, description: "Where the picture is" };
    expect(codesOf(diffDocuments(member("picture", described), member("result", described)))).toEqual([
      "major property-renamed",
    ]);
    expect(codesOf(diffDocuments(member("picture", text), member("result", text)))).toEqual([
      "major property-removed",
      "minor property-added",
    ]);
    expect(codesOf(diffDocuments(member("gammaUrl", text), member("url", { type: "integer" })))).toEqual([
      "major property-removed",
      "minor property-added",
    ]);
  });

  it("that only typed clients show count with types, and are patches without", () => {
    expect(only(diffDocuments(named("id"), named("potId")))).toMatchObject({
      code: "path-parameter-renamed",
      bump: "major",
      old: "id",
      new: "potId",
    });
    expect(bumpOf(diffDocuments(named("id"), named("potId"), { types: false }))).toBe("patch");
  });

  it("of types that another component takes are told", () => {
    const curve = { type: "object", properties: { celsius: { type: "number" } } };
    const plain = pots((document) => {
      document.components.schemas = {
        HeatCurve: curve,
        Pot: { type: "object", properties: { curve: ref("HeatCurve") } },
      };
    });
    const taken = pots((document) => {
      document.components.schemas = {
        heat_curve: { type: "object", properties: { steps: { type: "integer" } } },
        HeatCurve: curve,
        Pot: { type: "object", properties: { curve: ref("HeatCurve"), plan: ref("heat_curve") } },
      };
    });
    expect(found(diffDocuments(plain, taken), "type-name-taken")).toMatchObject({
      bump: "major",
      typeName: "HeatCurve",
      old: "HeatCurve",
      new: "heat_curve",
    });
    expect(bumpOf(diffDocuments(plain, taken, { types: false }))).toBe("minor");
  });
});

describe("values", () => {
  it("are facts, and shown as JSON", () => {
    const change = only(
      diffDocuments(slow({ type: "boolean", default: "false" }), slow({ type: "boolean", default: false })),
    );
    expect(change).toMatchObject({
      code: "default-ill-typed",
      bump: "patch",
      old: "false",
      new: false,
      refused: "old",
    });
    expect(sentenceOf(change)).toContain('`false` after `"false"`');
  });

  it("that hold a sentence's own words are told whole", () => {
    const [old, revised] = ["a pot in place of a cup", "a pot"].map((text) => view({ type: "string", default: text }));
    const changes = diffDocuments(old, revised);
    const text = changelogMarkdown(changes);
    expect(text).toContain('from `"a pot in place of a cup"` to `"a pot"`');
    expect(text).toContain('Pass `"a pot in place of a cup"` wherever you left out');
    const pattern = diffDocuments(view({ type: "string" }), view({ type: "string", pattern: "^`[a-z]+`$" }));
    expect(only(pattern)).toMatchObject({
      code: "constraint-changed",
      bump: "major",
      keyword: "pattern",
      new: "^`[a-z]+`$",
    });
    expect(changelogMarkdown(pattern)).toContain("Migration:");
  });

  it("of the document's version alone are told as the version", () => {
    const changes = diffDocuments(
      pots(),
      pots((document) => (document.info["version"] = "2")),
    );
    expect(codesOf(changes)).toEqual(["patch version-changed"]);
  });
});

describe("a body of an error", () => {
  const text = { type: "string" };

  it("is the error response's, and no more than a patch where no type and no rule has it", () => {
    const change = only(diffDocuments(refused({ code: text, hint: text }), refused({ code: text })));
    expect(change).toMatchObject({ code: "property-removed", bump: "patch" });
    expect(change.subject.uses).toMatchObject([{ place: { in: "response", status: "400", isError: true } }]);
    expect(sentenceOf(change)).toBe("`hint` in the 400 error response of `createPot` was removed.");
  });

  it("is what it is elsewhere at a member that a rule reads", () => {
    const rules = [{ status: 400, at: "/error/hint", contains: "broke", kind: "refused" }];
    expect(bumpOf(diffDocuments(refused(errorWithHint, rules), refused({}, rules)))).toBe("major");
    expect(bumpOf(diffDocuments(refused({ ...errorWithHint, code: text }, rules), refused(errorWithHint, rules)))).toBe(
      "patch",
    );
  });

  it("is what it is elsewhere in a component, whose type is exported", () => {
    expect(bumpOf(diffDocuments(problem({ code: text }), problem({})))).toBe("major");
  });
});

describe("a document", () => {
  it("is followed inside itself only", () => {
    const remote = pots((document) => {
      document.components.schemas["Pot"] = { properties: { lid: { $ref: "https://evil.example/lid.yaml#/Lid" } } };
    });
    expect(() => diffDocuments(pots(), remote)).toThrowErrorMatchingInlineSnapshot(
      `[DocumentError: Failed to follow "https://evil.example/lid.yaml#/Lid" at /components/schemas/Pot/properties/lid: only references inside the document are followed. Bundle the document first.]`,
    );
    const lost = pots((document) => {
      document.components.schemas["Pot"] = { properties: { lid: ref("Lid") } };
    });
    expect(() => diffDocuments(lost, pots())).toThrowErrorMatchingInlineSnapshot(
      `[DocumentError: Failed to follow "#/components/schemas/Lid" at /components/schemas/Pot/properties/lid: nothing is there. Correct the reference or add what it names.]`,
    );
  });

  it("of another kind is refused", () => {
    expect(() => diffDocuments({ swagger: "2.0" }, pots())).toThrow(
      "Failed to read the old document: it has no `openapi` member. Give an OpenAPI document of 3.0, 3.1 or 3.2.",
    );
    expect(() => diffDocuments(pots(), { openapi: "4.0.0" })).toThrow(
      'Failed to read the new document: it has OpenAPI "4.0.0".',
    );
  });

  it("whose references lead in a circle is compared", () => {
    expect(only(diffDocuments(circle("string"), circle("integer")))).toMatchObject({
      code: "type-changed",
      subject: { component: "Lid", path: ["knob"] },
    });
    const itself = pots((document) => {
      document.components.schemas["Pot"] = ref("Pot");
    });
    expect(() => diffDocuments(pots(), itself)).toThrow("it leads back to itself");
  });

  it("that is deep or wide is compared", () => {
    expect(codesOf(diffDocuments(bodied(deep("string")), bodied(deep("integer"))))).toEqual(["major type-changed"]);
    expect(bumpOf(diffDocuments(bodied(unions("string")), bodied(unions("integer"))))).toBe("major");
    const [old, revised] = ["string", "integer"].map((type) =>
      pots((document) => Object.assign(document.components, { schemas: chained(type) })),
    );
    expect(diffDocuments(old, revised)).toHaveLength(400);
  });

  it("with many operations on one circle of schemas costs what it holds", () => {
    const changed = web(
      (schemas) => (schemas["S5"] = { type: "object", properties: { next: ref("S6"), far: ref("S35") } }),
    );
    const change = only(
      diffDocuments(
        web(() => {}),
        changed,
      ),
    );
    expect(change).toMatchObject({ code: "property-removed", subject: { component: "S5", path: ["text"] } });
    expect(change.subject.operations).toHaveLength(300);
  });

  it("may be read by programs that share parts of it between places", () => {
    const document = pots((each) => {
      each.components.schemas["Pot"] = { type: "object", properties: { left: reused, right: reused } };
    });
    expect(diffDocuments(document, structuredClone(document))).toEqual([]);
  });
});

it("throws nothing but a DocumentError for a document that is broken anywhere", () => {
  const whole = fired();
  const junk: readonly unknown[] = [null, 5, "x", [null], { a: null }];
  const thrown = pointersIn(whole).flatMap((pointer, index) =>
    [whole, applyEdits(whole, [{ set: pointer, value: junk[index % junk.length] }])].flatMap((from, turn, both) => {
      try {
        changelogMarkdown(diffDocuments(from, both[1 - turn]));
        return [];
      } catch (error) {
        return error instanceof DocumentError ? [] : [`${pointer}: ${String(error)}`];
      }
    }),
  );
  expect(thrown).toEqual([]);
});

const pointersIn = (value: unknown, above = ""): readonly string[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([name, member]) => {
        const pointer = `${above}/${escapePointerToken(name)}`;
        return [pointer, ...pointersIn(member, pointer)];
      })
    : [];

describe("a job", () => {
  it("has the words of its statuses told once, as the job's", () => {
    const changes = diffDocuments(
      fired(),
      fired((schema) => (schema["status"] = { type: "string", enum: ["queued", "heating", "done"] })),
    );
    expect(only(changes)).toMatchObject({
      code: "status-unlisted",
      bump: "minor",
      words: ["queued"],
      counts: "pending",
    });
  });

  it("has a guaranteed field that is gone told as such", () => {
    const changes = diffDocuments(
      fired(),
      fired((schema) => delete schema["url"]),
    );
    expect(codesOf(changes)).toEqual(["major guaranteed-field-missing"]);
  });

  it("is called by the words that a caller has for it", () => {
    const changes = diffDocuments(
      fired(),
      fired((schema) => (schema["size"] = { type: "string" })),
    );
    const words = { response: () => "a fired pot", job: () => "a pot" };
    expect(changelogMarkdown(changes, words)).toContain("Added `size` to");
    const text = changelogMarkdown(
      diffDocuments(
        fired(),
        fired((schema) => (schema["status"] = { type: "string", enum: ["heating"] })),
      ),
      words,
    );
    expect(text).toContain("from a pot, which meant succeeded");
  });
});

it("of two equal documents says nothing, whatever the order of their members", () => {
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, member]) => [name, turned(member)]),
    );
  };
  expect(diffDocuments(pots(), turned(pots()))).toEqual([]);
});

const shared = (count: number, ...members: readonly string[]) =>
  pots((document) => {
    document.components.schemas["Batch"] = {
      type: "object",
      properties: Object.fromEntries(members.map((name) => [name, { type: "string" }])),
    };
    for (let index = 0; index < count; index += 1) {
      document.paths[`/bake${index}`] = {
        post: {
          operationId: `bake${index}`,
          requestBody: { content: json(ref("Batch")) },
          responses: { 204: { description: "" } },
        },
      };
    }
  });

const both = (required: readonly string[]) =>
  pots((document) => {
    document.components.schemas["Pot"] = { type: "object", required, properties: { id: { type: "string" } } };
    document.paths["/copies"] = {
      post: {
        operationId: "copyPot",
        requestBody: { content: json(ref("Pot")) },
        responses: { 204: { description: "" } },
      },
    };
  });

const nested = (type: string) =>
  pots((document) => {
    document.components.schemas["Lid"] = { type: "object", properties: { knob: { type } } };
    document.paths = {
      "/pots": {
        get: {
          operationId: "getLids",
          responses: {
            200: {
              description: "",
              content: json({ type: "object", properties: { top: ref("Lid"), spare: ref("Lid") } }),
            },
          },
        },
      },
    };
  });

const parts = (limit: number, hint: boolean) =>
  pots((document) => {
    document.components["parameters"] = {
      Size: { name: "size", in: "query", schema: { type: "integer", maximum: limit } },
    };
    document.components["responses"] = {
      Listed: {
        description: "All.",
        content: json({ type: "object", properties: hint ? { hint: { type: "string" } } : {} }),
      },
    };
    for (const name of ["one", "two"]) {
      document.paths[`/${name}`] = {
        get: {
          operationId: name,
          parameters: [{ $ref: "#/components/parameters/Size" }],
          responses: { 200: { $ref: "#/components/responses/Listed" } },
        },
      };
    }
  });

const served = (url: string, edit: Parameters<typeof pots>[0] = () => {}) =>
  pots((document) => {
    document.servers = [{ url }];
    edit(document);
  });

const pinned = (url: string, first: string) =>
  served(first, (document) => {
    document["x-base-url"] = url;
  });

const region = (value: string) =>
  pots((document) => {
    document.servers = [{ url: "https://{region}.example", variables: { region: { default: value } } }];
  });

const own = (url: string) =>
  pots((document) => {
    Object.assign(document.paths["/pots"]?.["post"] ?? {}, { servers: [{ url }] });
  });

const member = (name: string, schema: unknown) =>
  pots((document) => {
    document.components.schemas["Pot"] = { type: "object", properties: { [name]: schema } };
  });

const named = (name: string) =>
  pots((document) => {
    const item = document.paths["/pots/{id}"];
    delete document.paths["/pots/{id}"];
    document.paths[`/pots/{${name}}`] = {
      get: {
        ...(item?.["get"] as object),
        parameters: [{ name, in: "path", required: true, schema: { type: "string" } }],
      },
    };
  });

const slow = (schema: unknown) =>
  pots((document) => {
    document.components.schemas["Pot"] = { type: "object", properties: { slow: schema } };
  });

const view = (schema: unknown) =>
  pots((document) => {
    document.paths["/list"] = {
      get: {
        operationId: "list",
        parameters: [{ name: "view", in: "query", schema }],
        responses: { 204: { description: "" } },
      },
    };
  });

const refused = (properties: unknown, rules: readonly unknown[] = []) =>
  pots((document) => {
    document["x-errors"] = rules;
    const post = document.paths["/pots"]?.["post"];
    Object.assign(post ?? {}, {
      responses: {
        201: { description: "Made.", content: json(ref("Pot")) },
        400: { description: "Refused.", content: json({ type: "object", properties }) },
      },
    });
  });

const errorWithHint = { error: { type: "object", properties: { hint: { type: "string" } } } };

const problem = (properties: unknown) =>
  pots((document) => {
    document.components.schemas["Problem"] = { type: "object", properties };
    Object.assign(document.paths["/pots"]?.["post"] ?? {}, {
      responses: { 400: { description: "", content: json(ref("Problem")) } },
    });
  });

const circle = (type: string) =>
  pots((document) => {
    document.components.schemas = {
      Pot: { type: "object", properties: { lid: ref("Lid"), inner: ref("Pot") } },
      Lid: { allOf: [{ type: "object", properties: { of: ref("Pot"), knob: { type } } }] },
    };
  });

const bodied = (schema: unknown) =>
  pots((document) => {
    document.components.schemas["Pot"] = schema;
  });

const deep = (leaf: string): unknown => {
  let schema: unknown = { type: leaf };
  for (let level = 0; level < 5000; level += 1) schema = { type: "object", properties: { in: schema } };
  return schema;
};

const unions = (leaf: string): unknown => {
  let schema: unknown = { type: leaf };
  for (let level = 0; level < 300; level += 1) {
    schema = {
      oneOf: [
        { type: "string", minLength: level },
        { type: "object", properties: { in: schema } },
      ],
    };
  }
  return schema;
};

const chained = (type: string): Record<string, unknown> =>
  Object.fromEntries(
    Array.from({ length: 400 }, (_, index) => [
      index === 0 ? "Pot" : `Pot${index}`,
      {
        allOf: [
          ...(index < 399 ? [ref(`Pot${index + 1}`)] : []),
          { type: "object", properties: { [`m${index}`]: { type } } },
        ],
      },
    ]),
  );

const web = (edit: (schemas: Record<string, unknown>) => void) =>
  pots((document) => {
    const schemas = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [
        `S${index}`,
        {
          type: "object",
          properties: {
            text: { type: "string" },
            next: ref(`S${(index + 1) % 300}`),
            far: ref(`S${(index * 7) % 300}`),
          },
        },
      ]),
    );
    edit(schemas);
    document.components.schemas = { Pot: { type: "object" }, ...schemas };
    for (let index = 0; index < 300; index += 1) {
      document.paths[`/s${index}`] = {
        post: {
          operationId: `op${index}`,
          requestBody: { content: json(ref(`S${index}`)) },
          responses: { 200: { description: "", content: json(ref(`S${index}`)) } },
        },
      };
    }
  });

const reused = { type: "object", properties: { a: { type: "string" } } };

const fired = (edit: (schema: Record<string, unknown>) => void = () => {}) =>
  pots((document) => {
    const schema: Record<string, unknown> = {
      id: { type: "string" },
      status: { type: "string", enum: ["heating", "done"] },
      url: { type: "string" },
    };
    edit(schema);
    document.components.schemas["Pot"] = { type: "object", properties: schema };
    Object.assign(document.paths["/pots/{id}"]?.["get"] ?? {}, {
      "x-job": {
        name: "pot",
        id: { request: "$request.path.id", response: "/id" },
        state: { at: "/status", values: { pending: ["heating"], succeeded: ["done"] }, otherwise: "pending" },
        has: { succeeded: { present: ["/url"] } },
      },
    });
  });

const streamed = (method: string, event: object): unknown => ({
  openapi: "3.2.0",
  info: { title: "Pots", version: "1" },
  paths: {
    "/pots": {
      additionalOperations: {
        [method]: {
          operationId: "copyPot",
          responses: { "200": { description: "", content: { "text/event-stream": { itemSchema: event } } } },
        },
      },
    },
  },
});

describe("a document of OpenAPI 3.2", () => {
  const event = { type: "object", properties: { glaze: { type: "string" } } };

  it("has operations of further methods", () => {
    expect(codesOf(diffDocuments(streamed("COPY", event), streamed("LINK", event)))).toEqual(["major operation-moved"]);
  });

  it("has bodies that are streams, of items", () => {
    const change = only(diffDocuments(streamed("COPY", event), streamed("COPY", { type: "object", properties: {} })));
    expect(sentenceOf(change)).toBe("`glaze` in the 200 response of `copyPot` was removed.");
  });
});
