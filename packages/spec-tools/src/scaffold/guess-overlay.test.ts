import { describe, expect, it } from "vitest";
import { parse } from "yaml";

import { type GuessedOverlay, guessOverlay } from "./guess-overlay.ts";

const guess = (text: string): GuessedOverlay => guessOverlay(parse(text));

const responding = (schema: string, operation = ""): string => `
openapi: 3.1.0
info: { title: Thing, version: "1" }
servers: [{ url: "https://thing.example" }]
components: { securitySchemes: { key: { type: http, scheme: bearer } } }
security: [{ key: [] }]
paths:
  /v1/things/{thing_id}:
    get:
      operationId: getThing
      ${operation}
      responses: { "200": { description: ok, content: { application/json: { schema: ${schema.replaceAll(/\n\s*/g, " ")} } } } }
`;

const jobOf = (schema: string): unknown => guess(responding(schema)).jobs[0]?.declaration;

const entry =
  "{ type: object, required: [id, status], properties: { id: { type: string }, status: { type: string, enum: [queued, done, failed] } } }";

const shop = (creates: string, more = ""): GuessedOverlay =>
  guess(`
openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: "https://shop.example" }]
components:
  securitySchemes: { key: { type: http, scheme: bearer } }
  schemas: { Entry: ${entry} }
  links: { Task: { operationId: getTask, parameters: { id: "$response.body#/id" } } }
security: [{ key: [] }]
paths:
  /tasks/{id}: { get: { operationId: getTask, parameters: [{ name: id, in: path, required: true }], responses: { "200": { description: a, content: { application/json: { schema: { $ref: "#/components/schemas/Entry" } } }${more} } } } }
  /reviews/{id}: { get: { operationId: getReview, parameters: [{ name: id, in: path, required: true }], responses: { "200": { description: a, content: { application/json: { schema: ${entry} } } } } } }
${creates}`);
const create = (path: string, text: string, links = ""): string =>
  `  ${path}: { post: { operationId: create${path.replaceAll(/\W/g, "")}, description: ${text}, responses: { "200": { description: a, content: { application/json: { schema: { type: object, properties: { id: { type: string } } } } }${links} } } } }\n`;
const linksOf = ({ actions }: GuessedOverlay): readonly string[] =>
  actions.flatMap(({ target, update, remove }) => {
    const links = /"links":\{"(\w+)"/.exec(JSON.stringify(update ?? {}))?.[1];
    return links !== undefined || (remove && target.includes("links")) ? [`${target} ${links ?? "removed"}`] : [];
  });

describe("guessOverlay", () => {
  it("finds the outputs of a job that has a status for each", () => {
    const schema = `{ type: object, properties: {
      err: { type: object, properties: { message: { type: string } } },
      data: { type: object, properties: { thing_id: { type: string }, media: { type: array, items: { type: object, properties: {
        id: { type: string }, status: { type: string, enum: [pending, success, failed, censored] },
        url: { type: string, description: "There once the medium is ready" } } } } } } } }`;
    expect(jobOf(schema)).toEqual({
      name: "thing",
      id: { request: "$request.path.thing_id", response: "/data/thing_id" },
      call: [{ when: [{ at: "/err", empty: false }], is: "rejected", message: "/err/message" }],
      items: {
        at: "/data/media",
        id: "/id",
        state: {
          at: "/status",
          values: { pending: ["pending"], succeeded: ["success"], failed: ["failed"], filtered: ["censored"] },
          otherwise: "pending",
        },
        none: "pending",
      },
    });
  });

  it("guarantees what is required alone, and asks about what only an example or a text shows", () => {
    const members = `id: { type: string }, status: { type: string, enum: [queued, done] },
      url: { type: string, description: "Set once done" }, result: { type: string, description: "Set once done" }`;
    const [job] = guess(
      responding(`{ type: object, required: [id, status, result], properties: { ${members} } }`),
    ).jobs;
    expect(job?.declaration.has).toEqual({ succeeded: { present: ["/result"] } });
    expect(job?.gaps.map(({ note }) => note).join("\n")).toContain("perhaps /url");
  });

  it("asks where two members tell the end between them, and makes none of them a result", () => {
    const schema = `{ type: object, properties: { id: { type: string }, status: { type: string, enum: [queued, running, finished] },
      outcome: { type: string, enum: [passed, broken, stopped], description: "Set once finished" } } }`;
    const [job] = guess(responding(schema)).jobs;
    expect(job?.declaration.has).toBeUndefined();
    expect(job?.gaps.map(({ note }) => note).join("\n")).toMatch(
      /Fill in: \/outcome \("passed", "broken", "stopped"\).*rules over both/,
    );
  });

  it("finds a job that only says whether it is done", () => {
    const schema = `{ type: object, properties: { name: { type: string }, done: { type: boolean },
      error: { type: object, properties: { code: { type: integer }, message: { type: string } } }, response: { type: object } } }`;
    expect(jobOf(schema)).toEqual({
      name: "thing",
      id: { request: "$request.path.thing_id" },
      state: {
        rules: [
          {
            when: [
              { at: "/done", is: true },
              { at: "/error", present: true },
            ],
            is: "failed",
          },
          { when: [{ at: "/done", is: true }], is: "succeeded" },
        ],
        otherwise: "pending",
      },
      failure: { message: "/error/message", code: "/error/code" },
    });
  });

  it("reads numbers by the words beside them", () => {
    const schema = `{ type: object, properties: { id: { type: string }, state: { type: integer, enum: [0, 1, 2, 4],
      description: "0: queued, 1: processing, 2: success, 4: timeout" } } }`;
    expect(jobOf(schema)).toMatchObject({
      state: { at: "/state", values: { pending: [0, 1], succeeded: [2], expired: [4] } },
    });
  });

  it("takes a step that only contains a success for no end, and asks about it", () => {
    const schema = `{ type: object, properties: { status: { type: string, enum: [PENDING, TEXT_SUCCESS, SUCCESS, FAILED] } } }`;
    const [job] = guess(responding(schema)).jobs;
    expect(job?.declaration).toMatchObject({
      state: { values: { pending: ["PENDING", "TEXT_SUCCESS"], succeeded: ["SUCCESS"] } },
    });
    expect(job?.gaps.map(({ note }) => note)).toContain(
      'Fill in: what do these mean? Guessed: "TEXT_SUCCESS" (pending)',
    );
  });

  it.each([
    ["{ type: object, properties: { status: { type: string, enum: [active, inactive] } } }"],
    ["{ type: object, properties: { status: { type: string } } }"],
    ["{ type: object, properties: { state: { type: string, enum: [open, closed] } } }"],
  ])("sees no job in %s", (schema) => {
    expect(guess(responding(schema)).jobs).toEqual([]);
  });

  it.each([
    [
      "with a next one beside it",
      "/tasks",
      `{ type: object, properties: { tasks: { type: array, items: ${entry} }, next: { type: string } } }`,
      "after_id, in: query",
    ],
    [
      "asked for by the last id that was seen",
      "/tasks",
      `{ type: object, properties: { data: { type: array, items: ${entry} } } }`,
      "last_task_id, in: query",
    ],
    [
      "of what stands below another thing",
      "/models/{owner}/{name}/examples",
      `{ type: object, properties: { results: { type: array, items: ${entry} } } }`,
      "owner, in: path, required: true",
    ],
  ])("sees no job in a page %s", (_, path, schema, parameter) => {
    const text = responding(schema, `parameters: [{ name: ${parameter}, schema: { type: string } }]`).replace(
      "/v1/things/{thing_id}",
      path,
    );
    expect(guess(text).jobs).toEqual([]);
  });

  it.each([
    ["a type of every package", "/saved/{id}", "savedJob"],
    ["a method of every client", "/resume/{id}", "resumeJob"],
    ["no name of the client's", "/jobs/{id}", "job"],
  ])("gives a job a name that is %s", (_, path, name) => {
    const text = responding(entry, "parameters: [{ name: id, in: path }]").replace("/v1/things/{thing_id}", path);
    expect(guess(text).jobs.map(({ declaration }) => declaration.name)).toEqual([name]);
  });

  it("links each create to the one job that its path or its text names, and asks about the others", () => {
    const made = shop(
      create("/v1/carve", "Starts a task.") + create("/reviews", "Starts.") + create("/v1/glue", "Glues."),
    );
    expect(linksOf(made)).toEqual([
      "$.paths['/reviews'].post.responses['200'] review",
      "$.paths['/v1/carve'].post.responses['200'] task",
    ]);
    expect(made.missing).toEqual([]);
    const undecided = shop(create("/v1/carve", "Starts a task.") + create("/v1/glue", "Glues."));
    expect(undecided.missing.map(({ note }) => note)).toEqual([
      expect.stringContaining("what starts a review?"),
      "Fill in: do these start a job, and which (task, review)? POST /v1/glue; link each to one",
    ]);
  });

  it("sees a Link behind a reference, and takes none on a GET for a start", () => {
    const byReference = ', links: { task: { $ref: "#/components/links/Task" } }';
    const made = shop(create("/v1/carve", "Carves.", byReference) + create("/reviews", "Starts."), byReference);
    expect(linksOf(made)).toEqual(["$.paths['/reviews'].post.responses['200'] review"]);
    expect(made.missing).toEqual([]);
    expect(shop(create("/reviews", "Starts."), byReference).missing.map(({ note }) => note)).toEqual([
      expect.stringContaining("what starts a task?"),
    ]);
  });

  it.each([
    ["to no operation", "operationId: getTusk"],
    ["to a place that is none", 'operationRef: "#/paths/~1tusks/get"'],
    ["to a job without its id", "operationId: getTask"],
    [
      "to a job with an id that the response does not have",
      'operationId: getTask, parameters: { id: "$response.body#/key" }',
    ],
  ])("leaves out a Link of the vendor's that leads %s, and says so", (_, link) => {
    const made = shop(create("/tasks", "Starts.", `, links: { task: { ${link} } }`) + create("/reviews", "Starts."));
    expect(linksOf(made)).toEqual([
      "$.paths['/tasks'].post.responses['200'].links['task'] removed",
      "$.paths['/tasks'].post.responses['200'] task",
      "$.paths['/reviews'].post.responses['200'] review",
    ]);
    expect(made.notes).toEqual([expect.stringMatching(/^left out the Link task, for it .* of POST \/tasks$/)]);
  });

  it("adds nothing but refusals where the document says the rest itself", () => {
    const { actions, missing } = guess(responding("{ type: object, properties: { id: { type: string } } }"));
    expect(actions.map(({ target }) => target)).toEqual(["$", "$", "$.paths.*.*.responses"]);
    expect(missing.map(({ note }) => note)).toEqual([
      "Fill in: which operation reports on a job? None has a status whose words tell pending and terminal phases",
    ]);
  });

  it("allows null where the document's own example has it", () => {
    const schema = `{ type: object, example: { id: a, status: done, reason: null }, properties: { id: { type: string },
      status: { type: string, enum: [queued, done, failed] }, reason: { type: string } } }`;
    expect(guess(responding(schema)).actions.find(({ target }) => target.endsWith("['reason']"))).toMatchObject({
      description: "assumed: /reason can be null, as in the document's own example",
      update: { type: ["string", "null"] },
    });
  });

  it("names operations after their summary, else after their path, and never two alike", () => {
    const operation = "{ responses: { '200': { description: ok } } }";
    const { actions } = guess(`
openapi: 3.0.3
info: { title: Thing, version: "1" }
servers: [{ url: "https://thing.example" }]
paths:
  /v1/things: { get: ${operation}, post: ${operation} }
  /v1/things/{id}: { get: ${operation}, delete: ${operation} }
  /v1/things/{id}/cancel: { post: ${operation} }
  /v1/things/{id}/status: { get: ${operation} }
  /v2/things: { get: ${operation} }
  /v1/other: { get: { summary: Retrieve the status of a thing, responses: {} }, post: { operationId: getThing, responses: {} } }
`);
    const names = actions.flatMap(({ target, update }) =>
      JSON.stringify(update ?? {}).includes("operationId") ? [`${target} ${JSON.stringify(update)}`] : [],
    );
    expect(names).toMatchInlineSnapshot(`
      [
        "$.paths['/v1/things'].get {"operationId":"listThings"}",
        "$.paths['/v1/things'].post {"operationId":"createThing"}",
        "$.paths['/v1/things/{id}'].get {"operationId":"getThing2"}",
        "$.paths['/v1/things/{id}'].delete {"operationId":"deleteThing"}",
        "$.paths['/v1/things/{id}/cancel'].post {"operationId":"cancelThing"}",
        "$.paths['/v1/things/{id}/status'].get {"operationId":"getThingStatus"}",
        "$.paths['/v2/things'].get {"operationId":"listThings2"}",
        "$.paths['/v1/other'].get {"operationId":"retrieveStatusThing"}",
      ]
    `);
  });

  it("puts the address of a sample together with a relative server", () => {
    const { actions } = guess(`
openapi: 3.0.3
info: { title: Thing, version: "1", description: "curl https://api.thing.example/v3/things/abc" }
servers: [{ url: /v3 }]
paths:
  /things/{id}: { get: { operationId: getThing, responses: {} } }
`);
    expect(actions[0]).toMatchObject({ target: "$", update: { "x-base-url": "https://api.thing.example/v3" } });
  });

  it.each([
    ['[{ url: "https://thing.example/" }]', "https://thing.example", 0],
    [
      '[{ url: "http://thing.example" }, { url: "https://{h}", variables: { h: { default: a.example } } }]',
      "https://a.example",
      1,
    ],
    ['[{ url: "https://thing.example" }, { url: "https://test.example" }]', "https://thing.example", 1],
  ])("pins the address of %s, and asks where there is a choice", (servers, url, notes) => {
    const { actions } = guess(`
openapi: 3.0.3
info: { title: Thing, version: "1" }
servers: ${servers}
paths: {}
`);
    expect(actions[0]).toMatchObject({ target: "$", update: { "x-base-url": url } });
    expect(actions[0]?.gaps).toHaveLength(notes);
  });

  it("pins no address that must not get a key", () => {
    const { actions, missing } = guess(`
openapi: 3.0.3
info: { title: Thing, version: "1" }
servers: [{ url: "http://thing.example" }]
paths: {}
`);
    expect(JSON.stringify(actions)).not.toContain("thing.example");
    expect(missing[0]?.note).toContain("the address of the service");
  });
});
