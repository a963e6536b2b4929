import { describe, expect, it } from "vitest";
import { parse } from "yaml";

import { isJsonObject, type Json, objectAt } from "../openapi/json.ts";
import { resolverOf } from "../openapi/references.ts";
import { type GuessedOverlay, guessOverlay } from "./guess-overlay.ts";
import { guessResponses } from "./guess-responses.ts";

const scalar = (name: string, more = "type: string"): string => `${name}: { ${more} }`;

interface Service {
  readonly status?: string;
  readonly members?: readonly string[];
  readonly created?: readonly string[];
  readonly parameters?: string;
  readonly path?: string;
  readonly more?: string;
  readonly key?: string;
  readonly words?: string;
}

/** A service with one create, one status operation, and whatever else is about the job. */
const guess = ({
  path = "/pots",
  status = "{id}",
  members = [],
  created = [],
  parameters = "",
  more = "",
  key = "{ type: http, scheme: bearer }",
  words = "[waiting, done, failed]",
}: Service): GuessedOverlay =>
  guessOverlay(
    parse(`
openapi: 3.1.0
info: { title: Pottery, version: "1" }
servers: [{ url: "https://api.pottery.example/v1" }]
components: { securitySchemes: { key: ${key} } }
security: [{ key: [] }]
paths:
  ${path}:
    post:
      operationId: createPot
      parameters: [${parameters}]
      responses: { "201": { description: started, content: { application/json: { schema: { type: object, properties: { ${[scalar("id"), ...created].join(", ")} } } } } } }
  ${path}/${status}:
    get:
      operationId: getPot
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }, { name: logs, in: query, schema: { type: integer, enum: [0, 1] } }${parameters === "" ? "" : `, ${parameters}`}]
      responses: { "200": { description: the pot, content: { application/json: { schema: { type: object, required: [id, status], properties: { ${[scalar("id"), scalar("status", `type: string, enum: ${words}`), ...members].join(", ")} } } } } } }
${more}`),
  );

const json = (properties: string): string =>
  `content: { application/json: { schema: { type: object, properties: { ${properties} } } } }`;

const declared = (overlay: GuessedOverlay): Readonly<Record<string, unknown>> => ({ ...overlay.jobs[0]?.declaration });

const linksIn = ({ actions }: GuessedOverlay, ...tokens: readonly string[]): Json | undefined =>
  actions
    .filter(({ target }) => tokens.every((token) => target.includes(token)))
    .flatMap(({ update }) => (isJsonObject(update) && "links" in update ? [objectAt(update, "links")] : []))[0];

const notes = ({ actions }: GuessedOverlay): string =>
  actions.flatMap(({ gaps = [] }) => gaps.map(({ note }) => note)).join("\n");

const url = (name: string, description: string): string =>
  scalar(name, `type: string, format: uri, description: "${description}"`);

/** An operation at servers of its path. */
const at = (path: string, servers: string): string => `  ${path}:
    servers: [${servers}]
    get: { operationId: "read${path.slice(1)}", responses: { "200": { description: it, ${json(scalar("name"))} } } }
`;

describe("what is called about a job", () => {
  it("takes what the status operation needs from the create, by its name", () => {
    const overlay = guess({
      path: "/{shop}/pots",
      parameters: "{ name: shop, in: path, required: true, schema: { type: string } }",
    });
    expect(linksIn(overlay, "post")).toEqual({
      pot: { operationId: "getPot", parameters: { id: "$response.body#/id", shop: "$request.path.shop" } },
    });
  });

  it("asks where no create knows it", () => {
    const overlay = guessOverlay(
      parse(`
openapi: 3.1.0
info: { title: Pottery, version: "1" }
servers: [{ url: "https://api.pottery.example" }]
components: { securitySchemes: { key: { type: http, scheme: bearer } } }
security: [{ key: [] }]
paths:
  /pots: { post: { operationId: createPot, responses: { "200": { description: a, ${json("id: { type: string }")} } } } }
  /{shop}/pots/{id}: { get: { operationId: getPot, parameters: [{ name: shop, in: path, required: true, schema: { type: string } }, { name: id, in: path, required: true, schema: { type: string } }], responses: { "200": { description: a, ${json("id: { type: string }, status: { type: string, enum: [queued, done, failed] }")} } } } }
`),
    );
    expect(notes(overlay)).toContain(
      "Fill in: getPot needs shop, too: write shop: <a constant, or a runtime expression>",
    );
  });

  it("reads the address of the create, on hosts of the service's own domain, and asks", () => {
    const overlay = guess({
      created: [url("polling_url", "On https://api.eu1.pottery.example or https://kiln.attacker.example")],
    });
    expect(linksIn(overlay, "post")).toMatchObject({
      pot: { "x-address": { from: "$response.body#/polling_url", hosts: ["api.eu1.pottery.example"] } },
    });
    expect(notes(overlay)).toContain(
      "Fill in: on which hosts may /polling_url be? The key goes there. Guessed: api.eu1.pottery.example, beside api.pottery.example; its texts name kiln.attacker.example as well",
    );
  });

  it.each([
    ["https://api.pottery.co.uk", "https://eu.pottery.co.uk", ["eu.pottery.co.uk"]],
    ["https://pottery.co.uk", "https://attacker.co.uk", []],
    ["https://pottery.example", "https://attacker.example", []],
    ["https://pottery.example", "https://eu.pottery.example", ["eu.pottery.example"]],
  ])("of %s takes from %s the hosts %j", (server, address, hosts) => {
    const overlay = guessOverlay(
      parse(`
openapi: 3.1.0
info: { title: Pottery, version: "1" }
servers: [{ url: "${server}" }]
components: { securitySchemes: { key: { type: http, scheme: bearer } } }
security: [{ key: [] }]
paths:
  /pots: { post: { operationId: createPot, responses: { "200": { description: a, ${json(`id: { type: string }, ${url("polling_url", `${address}/pots`)}`)} } } } }
  /pots/{id}: { get: { operationId: getPot, parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { "200": { description: a, ${json("id: { type: string }, status: { type: string, enum: [queued, done, failed] }")} } } } }
`),
    );
    expect(linksIn(overlay, "post")).toMatchObject({ pot: { "x-address": { hosts } } });
  });

  it("finds the output of a status that says only that the work is over, and asks what is a failure there", () => {
    const more = `  /pots/{id}:
    get:
      operationId: getOutput
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200": { description: the output, ${json("url: { type: string }")} }
        "401": { description: no key }
        "409": { description: It was cancelled, ${json("detail: { type: string }")} }
        "422": { description: refused, ${json("detail: { type: string }")} }
        "425": { description: not yet }
        "503": { description: down }
`;
    const overlay = guess({ status: "{id}/status", words: "[waiting, done]", more });
    expect(declared(overlay)["output"]).toEqual({
      link: "output",
      failed: [
        { when: [{ status: 409 }], is: "cancelled", message: "/detail" },
        { when: [{ status: 422 }], message: "/detail" },
      ],
      pending: [{ when: [{ status: 425 }] }],
    });
    expect(linksIn(overlay, "get")).toEqual({
      output: { operationId: "getOutput", parameters: { id: "$request.path.id" } },
    });
    expect(notes(overlay)).toContain("Fill in: with which responses does getOutput say that the job has failed");
  });

  it("takes no list of other things for an output", () => {
    const more = `  /pots/{id}/comments: { get: { operationId: listComments, parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { "200": { description: a, ${json("count: { type: integer }")} } } } }\n`;
    expect(declared(guess({ more }))["output"]).toBeUndefined();
  });

  it.each([
    ["post", "/pots/{id}/cancel", "", { link: "cancel" }],
    ["delete", "/pots/{id}", "summary: Cancel a pot", { link: "cancel" }],
    ["delete", "/pots/{id}", "summary: Cancel or delete a pot", { link: "cancel", deletesFinished: true }],
  ])("finds a cancel at %s %s", (method, path, text, cancel) => {
    const operation = `${method}: { operationId: stopPot, ${text === "" ? "" : `${text}, `}parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { "204": { description: a }, "409": { description: too late } } }`;
    const more = path === "/pots/{id}" ? `    ${operation}\n` : `  ${path}: { ${operation} }\n`;
    const overlay = guess({ more });
    expect(declared(overlay)["cancel"]).toMatchObject({ ...cancel, tooLate: [{ when: [{ status: 409 }] }] });
    expect(linksIn(overlay, "get")).toMatchObject({ cancel: { operationId: "stopPot" } });
    expect(notes(overlay)).toContain("Fill in: how does a cancelled job end?");
  });

  it("takes a plain delete for no cancel", () => {
    const more = `    delete: { operationId: deletePot, summary: Delete a pot, parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { "204": { description: a } } }\n`;
    expect(declared(guess({ more }))["cancel"]).toBeUndefined();
  });

  it("finds the place in the queue, the logs with what asks for them, and how long results are good", () => {
    const overlay = guess({
      members: [
        scalar("queue_position", "type: integer"),
        scalar("logs", "type: array, items: { type: object, properties: { message: { type: string } } }"),
        scalar("url", 'type: string, description: "The address is good for ten minutes"'),
        scalar("expires_at", "type: string"),
      ],
    });
    expect(declared(overlay)).toMatchObject({
      parameters: { logs: 1 },
      queue: { at: "/queue_position" },
      logs: { at: "/logs", as: "lines", message: "/message" },
      expires: { after: "10m", at: "/expires_at" },
    });
  });

  it("takes a time that is about something else for no expiry", () => {
    const overlay = guess({ members: [scalar("url", 'type: string, description: "Made within ten minutes"')] });
    expect(declared(overlay)["expires"]).toBeUndefined();
  });

  it.each([
    ["Send `Authorization: Key abc` with every call", "Key "],
    ["The key, with the prefix Token", "Token "],
    ["Key-based: 'Bearer <token>'", "Bearer "],
    ["Your API key", undefined],
    ["Authorization header with the key", undefined],
  ])("reads the word before the key out of %s", (description, prefix) => {
    const overlay = guess({ key: `{ type: apiKey, in: header, name: Authorization, description: "${description}" }` });
    const action = overlay.actions.find(({ update }) => isJsonObject(update) && "x-key-prefix" in update);
    expect(action?.update).toEqual(prefix === undefined ? undefined : { "x-key-prefix": prefix });
    expect(notes(overlay).includes("does this stand before the key")).toBe(prefix !== undefined);
    const asked = overlay.missing.map(({ note }) => note).join("\n");
    expect(asked.includes("which word stands before the key in Authorization?")).toBe(prefix === undefined);
  });

  it("asks no word before a key in a header of its own", () => {
    const overlay = guess({ key: '{ type: apiKey, in: header, name: X-Key, description: "Your key" }' });
    expect(overlay.missing).toEqual(guess({}).missing);
  });

  it("asks whether the key may go where operations have a server of their own, and pins nothing", () => {
    const asked = (more: string): readonly string[] =>
      guess({ more })
        .missing.filter(({ note }) => note.includes("may the key go"))
        .flatMap(({ note, sketch }) => [note, ...sketch]);
    const elsewhere = "{ url: 'https://us1.pottery.example/' }";
    expect(asked(at("/kilns", elsewhere) + at("/ovens", elsewhere))).toMatchInlineSnapshot(`
      [
        "Fill in: may the key go to https://us1.pottery.example? By their own servers these are there: GET /kilns, GET /ovens. Pin it, or remove their servers",
        "- target: $.paths['/kilns','/ovens']['get']",
        "  description: "documented: <where it stands>"",
        "  update: { x-base-url: "https://us1.pottery.example" }",
      ]
    `);
    expect(asked(at("/kilns", "{ url: 'https://api.pottery.example/v1/' }") + at("/ovens", "{ url: /v1 }"))).toEqual(
      [],
    );
    const overlay = guess({ more: at("/kilns", elsewhere) });
    expect(JSON.stringify(overlay.actions)).not.toContain("us1");
  });
});

describe("responses that are made up", () => {
  it("tell addresses of the service's own, where operations about the job are called", () => {
    const document = parse(`
openapi: 3.1.0
info: { title: Pottery, version: "1" }
servers: [{ url: "https://api.pottery.example/v1" }]
components:
  securitySchemes: { key: { type: http, scheme: bearer } }
  schemas:
    Pot:
      type: object
      required: [id, status, urls, picture_url]
      properties:
        id: { type: string }
        status: { type: string, enum: [queued, done, failed] }
        picture_url: { type: string, format: uri }
        urls: { type: object, required: [get, cancel], properties: { get: { type: string, format: uri }, cancel: { type: string, format: uri } } }
security: [{ key: [] }]
paths:
  /pots: { post: { operationId: createPot, responses: { "200": { description: a, content: { application/json: { schema: { $ref: "#/components/schemas/Pot" } } } } } } }
  /pots/{id}: { get: { operationId: getPot, parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { "200": { description: a, content: { application/json: { schema: { $ref: "#/components/schemas/Pot" } } } } } } }
`);
    const overlay = guessOverlay(document);
    const { ids, responses } = guessResponses(overlay, resolverOf(document));
    const own = `https://api.pottery.example/v1/pots/${Object.values(ids)[0]}`;
    expect(responses[0]).toMatchObject({
      response: {
        body: { urls: { get: own, cancel: `${own}/cancel` }, picture_url: "https://cdn.example.com/pictureurl-1" },
      },
    });
  });
});
