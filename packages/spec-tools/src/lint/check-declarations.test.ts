import { describe, expect, it } from "vitest";

import { mergeFiles } from "../openapi/spec-folder.ts";
import { checkDeclarations } from "./check-declarations.ts";
import { formatProblem } from "./problem.ts";

const openapi = `openapi: 3.0.3
info: { title: Oven, version: "1" }
servers: [{ url: "https://oven.example" }]
paths:
  /bakes:
    post:
      operationId: createBake
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { dough: { type: string }, photo: { type: string } } }
      responses:
        "201":
          description: started
          content:
            application/json:
              schema: { type: object, properties: { id: { type: string }, loaves: { type: array, items: { type: object } } } }
  /bakes/{id}:
    get:
      operationId: getBake
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: the bake
          headers: { x-left: { schema: { type: integer } } }
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Bake" }
        "403":
          description: no
          content: { application/json: { schema: { $ref: "#/components/schemas/Refusal" } } }
components:
  schemas:
    Refusal: { type: object, properties: { message: { type: string } } }
    Bake:
      allOf:
        - type: object
          properties:
            id: { type: string, example: bk_1 }
            status: { type: string, enum: [proving, baking, baked, burnt] }
        - type: object
          properties:
            url: { type: string, example: "https://oven.example/bk_1.jpg" }
            photo: { type: string, example: "https://oven.example/bk_1.png" }
            smell: { type: string }
            why: { type: object, properties: { message: { type: string, example: too hot } } }
            loaves: { type: array, items: { type: object, properties: { state: { type: string, enum: [raw, done] } } } }
`;

const overlay = `overlay: 1.0.0
info: { title: more, version: 1.0.0 }
actions:
  - target: $.paths['/bakes'].post.responses['201']
    description: "documented: the id to ask for"
    update:
      links:
        bake:
          operationId: getBake
          parameters: { id: "$response.body#/id" }
          x-items: $response.body#/loaves
  - target: $.paths['/bakes/{id}'].get
    description: "documented: the words"
    update:
      x-job:
        name: bake
        id: { request: $request.path.id, response: /id }
        state:
          at: /status
          values:
            pending: [proving, baking]
            succeeded: [baked]
            failed: [burnt]
          otherwise: pending
        has:
          succeeded:
            present: [/url]
            whenRequested: { /photo: /photo }
          failed: { absent: [/url] }
        failure: { message: /why/message }
        rateLimit: { limits: [{ remaining: x-left, below: 3, every: 9s }] }
  - target: $.paths['/bakes/{id}'].get.x-job
    description: "assumed: nobody says"
    update:
      poll: { every: 5s }
  - target: $
    description: "observed: in a response"
    update:
      x-errors: [{ status: 403, at: /message, contains: flour, kind: insufficient-credits }]
      x-base-url: https://oven.example
`;

type Edit = readonly [from: string, to: string];

const edited = (text: string, edits: readonly Edit[]): string =>
  edits.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`the text has no "${from}"`);
    return result.replace(from, to);
  }, text);

const problemsOf = async (...edits: readonly Edit[]): Promise<string> => {
  const inOpenapi = edits.filter(([from]) => openapi.includes(from) && !overlay.includes(from));
  const spec = await mergeFiles("oven", "specs/oven", {
    openapi: { path: "specs/oven/openapi.yaml", text: edited(openapi, inOpenapi) },
    overlay: {
      path: "specs/oven/overlay.yaml",
      text: edited(
        overlay,
        edits.filter((edit) => !inOpenapi.includes(edit)),
      ),
    },
  });
  return (await checkDeclarations(spec)).map(formatProblem).join("\n");
};

const ruleAt = (at: string): Edit => [
  "at: /status\n",
  `rules: [{ when: [{ status: 403 }, { at: ${at}, present: true }], is: filtered }]\n          at: /status\n`,
];

const itemsAt = (at: string): Edit => [
  "        has:\n",
  `        items: { at: /loaves, state: { at: ${at}, values: { pending: [raw], succeeded: [done] } }, none: pending }\n        has:\n`,
];

const secondJob = (members: string): Edit => [
  "  - target: $\n",
  `  - target: $.paths['/bakes'].post\n    description: "assumed: a second job"\n    update: { x-job: { id: { request: "$request.body#/id" }, ${members} } }\n  - target: $\n`,
];

describe("checkDeclarations", () => {
  it("finds nothing in good declarations", async () => {
    expect(await problemsOf()).toBe("");
  });

  describe("in an overlay", () => {
    it("names an action that matches nothing", async () => {
      expect(await problemsOf(["$.paths['/bakes'].post.responses['201']", "$.paths['/bakes'].post.responses['200']"]))
        .toMatchInlineSnapshot(`
          "specs/oven/overlay.yaml:4: $.paths['/bakes'].post.responses['200'] matches nothing. Did you mean 201? Correct the target, or remove the action if upstream has changed. [/actions/0/target]
          specs/oven/overlay.yaml:28: no create leads to getBake, so nothing can be at /photo of its body. Give the response of a create a Link to this operation, or leave this out. [/paths/~1bakes~1{id}/get/x-job/has/succeeded/whenRequested/~1photo]"
        `);
    });

    it("names a path that moved once, with the lines of all actions that it loses", async () => {
      expect(await problemsOf(["  /bakes/{id}:\n", "  /v2/bakes/{id}:\n"])).toMatchInlineSnapshot(`
        "specs/oven/overlay.yaml:12: $.paths['/bakes/{id}'] matches nothing, nor do the targets on line 32. Did you mean /v2/bakes/{id}? Correct the target, or remove the action if upstream has changed. [/actions/1/target]
        specs/oven/openapi.yaml:4: no operation reports on a job. Declare x-job on the status operation in the overlay. [/paths]
        specs/oven/overlay.yaml:9: the link counts items, and getBake reports on no job. Declare x-job there. [/paths/~1bakes/post/responses/201/links/bake/operationId]"
      `);
    });

    it("names an action without a mark", async () => {
      expect(await problemsOf(["documented: the words", "the words"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:13: "the words" is not documented:, observed: or assumed:, and then what it stands on. Write documented:, observed: or assumed:, and then what it stands on. [/actions/1/description]"`,
      );
    });

    it("names an action without a description", async () => {
      expect(await problemsOf(['    description: "assumed: nobody says"\n', ""])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:32: "description" is missing. Add it: Where the fact comes from: the vendor says so (documented), others' code shows it (observed), or nobody says (assumed). [/actions/2]"`,
      );
    });
  });

  describe("in the shape of x-job", () => {
    it("names a misspelt member and the one that is meant", async () => {
      expect(await problemsOf(["otherwise: pending", "othrwise: pending"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:24: "othrwise" is no member here. Did you mean otherwise? Use one of: rules, at, values, otherwise. [/paths/~1bakes~1{id}/get/x-job/state/othrwise]"`,
      );
    });

    it("names a misspelt kind", async () => {
      expect(await problemsOf(["failed: [burnt]", "faild: [burnt]"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:23: "faild" is no member here. Did you mean failed? Use one of: pending, succeeded, partial, failed, filtered, cancelled, expired. [/paths/~1bakes~1{id}/get/x-job/state/values/faild]"`,
      );
    });

    it("names what is missing and what it is for", async () => {
      expect(await problemsOf(["        name: bake\n", ""])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:15: "name" is missing. Add it: Unique in the API: the client's method and the command line's --job. [/paths/~1bakes~1{id}/get/x-job]"`,
      );
    });

    it("names a time without a unit, in the action that says it", async () => {
      expect(await problemsOf(["every: 5s", "every: 5"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:35: 5 stands here. Write a time with its unit, such as 250ms, 5s, 10m or 2h. [/paths/~1bakes~1{id}/get/x-job/poll/every]"`,
      );
    });

    it("names a pointer that is none", async () => {
      expect(await problemsOf(["at: /status", "at: status"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:19: "status" is not a JSON Pointer, such as /data/status. Write a JSON Pointer, such as /data/status. [/paths/~1bakes~1{id}/get/x-job/state/at]"`,
      );
    });

    it("names an expression that is none", async () => {
      expect(await problemsOf(["$request.path.id,", "$request.params.id,"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:17: "$request.params.id" is not a runtime expression, such as $request.path.id, $request.query.id or $request.body#/id. Write a runtime expression, such as $request.path.id, $request.query.id or $request.body#/id. [/paths/~1bakes~1{id}/get/x-job/id/request]"`,
      );
    });

    it("names a test of a rule that has no place", async () => {
      expect(
        await problemsOf(["at: /status\n", "rules: [{ when: [{ is: 1 }], is: failed }]\n          at: /status\n"]),
      ).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:19: "is" stands alone. Add "at" beside it. [/paths/~1bakes~1{id}/get/x-job/state/rules/0/when/0]"`,
      );
    });

    it("names a kind of error that there is not", async () => {
      expect(await problemsOf(["kind: insufficient-credits", "kind: no-credits"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:39: "no-credits" is not a kind of error. Use one of: invalid-request, unauthorized, insufficient-credits, forbidden, not-found, rejected, rate-limited, unavailable, network, call-timeout, invalid-response, middleware. [/x-errors/0/kind]"`,
      );
    });
  });

  describe("in pointers", () => {
    it("names a pointer that no schema has, and the nearest that one has", async () => {
      expect(await problemsOf(["present: [/url]", "present: [/ulr]"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:27: nothing in a response of getBake is at /ulr. Did you mean /url? There are: /id, /status, /url, /photo, /smell, /why, /loaves. [/paths/~1bakes~1{id}/get/x-job/has/succeeded/present/0]"`,
      );
    });

    it("names a pointer that is wrong at a deeper member", async () => {
      expect(await problemsOf(["/why/message", "/why/mesage"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:30: nothing in a response of getBake is at /why/mesage. Did you mean /why/message? [/paths/~1bakes~1{id}/get/x-job/failure/message]"`,
      );
    });

    it("names a pointer into a member that has none", async () => {
      expect(await problemsOf(["/why/message", "/smell/message"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:30: nothing in a response of getBake is at /smell/message. Nothing is declared there: add it in the overlay, or correct the pointer. [/paths/~1bakes~1{id}/get/x-job/failure/message]"`,
      );
    });

    it("follows the pointers of a rule in the response whose code it names", async () => {
      expect(await problemsOf(ruleAt("/message"))).toBe("");
      expect(await problemsOf(ruleAt("/url"))).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:19: nothing in a response of getBake is at /url. There are: /message. [/paths/~1bakes~1{id}/get/x-job/state/rules/0/when/1/at]"`,
      );
    });

    it("follows the pointers of items in one item", async () => {
      expect(await problemsOf(itemsAt("/state"))).toBe("");
      expect(await problemsOf(itemsAt("/stat"))).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:25: nothing in an item of /loaves is at /stat. Did you mean /state? [/paths/~1bakes~1{id}/get/x-job/items/state/at]"`,
      );
    });

    it("names a guarantee without an example", async () => {
      expect(await problemsOf(["present: [/url]", "present: [/smell]"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:27: /smell in a response of getBake has no example, so a mock has nothing true to put there. Give its schema an example in the overlay. [/paths/~1bakes~1{id}/get/x-job/has/succeeded/present/0]"`,
      );
    });

    it("names a pointer to a member that nothing says the type of", async () => {
      expect(
        await problemsOf(
          ["smell: { type: string }", "smell: { description: of bread }"],
          ["present: [/url]", "present: [/smell]"],
        ),
      ).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:27: nothing says what /smell in a response of getBake is: its schema has no type. Give its schema a type in the overlay if upstream has it; or else follow upstream. [/paths/~1bakes~1{id}/get/x-job/has/succeeded/present/0]"`,
      );
    });

    it("names a member that no create can ask for", async () => {
      expect(await problemsOf(["/photo: /photo", "/photo: /foto"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:28: nothing in the body of a create is at /foto. There are: /dough, /photo. [/paths/~1bakes~1{id}/get/x-job/has/succeeded/whenRequested/~1photo]"`,
      );
    });
  });

  describe("in values", () => {
    it("names a value of the schema that no phase knows", async () => {
      expect(await problemsOf(["pending: [proving, baking]", "pending: [proving]"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:20: /status can be "baking", and no phase knows it. List it under one of: pending, succeeded, partial, failed, filtered, cancelled, expired. [/paths/~1bakes~1{id}/get/x-job/state/values]"`,
      );
    });

    it("names a misspelt word, and what it may be meant for", async () => {
      expect(await problemsOf(["succeeded: [baked]", "succeeded: [bakd]"])).toMatchInlineSnapshot(`
        "specs/oven/overlay.yaml:20: /status can be "baked", and no phase knows it. Is "bakd" meant for it? List it under one of: pending, succeeded, partial, failed, filtered, cancelled, expired. [/paths/~1bakes~1{id}/get/x-job/state/values]
        specs/oven/overlay.yaml:22: "bakd" is listed as succeeded, and the schema of /status does not have it. Correct the word, or add it to the enum in the overlay, where there are: "proving", "baking", "baked", "burnt". [/paths/~1bakes~1{id}/get/x-job/state/values/succeeded]"
      `);
    });

    it("names a word that is listed twice", async () => {
      expect(await problemsOf(["failed: [burnt]", "failed: [burnt, baked]"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:23: "baked" is listed as succeeded and as failed. Keep one of them. [/paths/~1bakes~1{id}/get/x-job/state/values/failed]"`,
      );
    });

    it("takes a rule on the status for a classification", async () => {
      expect(
        await problemsOf(
          ["            failed: [burnt]\n", ""],
          [
            "          at: /status\n",
            "          rules: [{ when: [{ at: /status, prefix: bur }], is: failed }]\n          at: /status\n",
          ],
        ),
      ).toBe("");
    });
  });

  describe("between operations", () => {
    it("names an id that the operation does not take", async () => {
      expect(await problemsOf(["$request.path.id,", "$request.path.bake_id,"])).toMatchInlineSnapshot(`
        "specs/oven/overlay.yaml:17: getBake has no path parameter bake_id. Did you mean $request.path.id? [/paths/~1bakes~1{id}/get/x-job/id/request]
        specs/oven/overlay.yaml:10: the link passes no bake_id to getBake. Write bake_id: $response.body#/<pointer>. [/paths/~1bakes/post/responses/201/links/bake/parameters]"
      `);
    });

    it("names a link to no operation", async () => {
      expect(
        await problemsOf(["operationId: getBake\n          param", "operationId: getBakes\n          param"]),
      ).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:9: the link leads to getBakes, which is no operation. Did you mean getBake? Use one of: createBake, getBake. [/paths/~1bakes/post/responses/201/links/bake/operationId]"`,
      );
    });

    it("names a link to an operation without a job", async () => {
      expect(
        await problemsOf(
          ["operationId: getBake\n          param", "operationId: createBake\n          param"],
          ["            whenRequested: { /photo: /photo }\n", ""],
        ),
      ).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:9: the link counts items, and createBake reports on no job. Use one of: getBake. [/paths/~1bakes/post/responses/201/links/bake/operationId]"`,
      );
    });

    it("names a link that passes the id under another name", async () => {
      expect(await problemsOf(['parameters: { id: "', 'parameters: { ids: "'])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:10: the link passes no id to getBake. Is ids meant for it? Write id: $response.body#/<pointer>. [/paths/~1bakes/post/responses/201/links/bake/parameters]"`,
      );
    });

    it("names a link that looks for the id where it is not", async () => {
      expect(await problemsOf(["$response.body#/id", "$response.body#/idd"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:10: nothing in the response is at /idd. Did you mean /id? There are: /id, /loaves. [/paths/~1bakes/post/responses/201/links/bake/parameters/id]"`,
      );
    });

    it("names a limit that no header tells", async () => {
      expect(await problemsOf(["remaining: x-left", "remaining: x-lest"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:31: no response of getBake declares the header x-lest. Did you mean x-left? [/paths/~1bakes~1{id}/get/x-job/rateLimit/limits/0/remaining]"`,
      );
    });

    it("names an error that no operation responds with", async () => {
      expect(await problemsOf(["status: 403, at", "status: 402, at"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:39: no operation responds with 402. Declare the response in the overlay, or use one of: 403. [/x-errors/0/status]"`,
      );
    });

    it("names an error's member that its body does not have", async () => {
      expect(await problemsOf(["at: /message, contains", "at: /mesage, contains"])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:39: nothing in a response with 403 is at /mesage. Did you mean /message? [/x-errors/0/at]"`,
      );
    });
  });

  describe("of the address that gets the key", () => {
    it("names one that is not pinned, with the action to write", async () => {
      expect(await problemsOf(["      x-base-url: https://oven.example\n", ""])).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:3: nothing pins the address that gets the key. Add the action { target: $, description: "documented: <where it stands>", update: { x-base-url: "https://oven.example" } }. [/x-base-url]"`,
      );
    });

    it.each([
      ["http://oven.example", "is not https"],
      ["https://cook@oven.example", "has a user or a password in it"],
      ["https://oven.example?a=1", "has a query or a fragment"],
      ["'https://{host}'", "has a variable in it"],
      ["7", "is no text"],
    ])("refuses %s", async (address, why) => {
      expect(await problemsOf(["x-base-url: https://oven.example", `x-base-url: ${address}`])).toMatch(
        `specs/oven/overlay.yaml:40: the address that gets the key ${why}. Write https`,
      );
    });
  });

  describe("behind a path item that is a reference", () => {
    const moved: Edit = [
      "  /bakes/{id}:\n    get:",
      "  /bakes/{id}: { $ref: '#/components/pathItems/Bake' }\ncomponents:\n  pathItems:\n   Bake:\n    get:",
    ];
    const targeted: readonly Edit[] = [
      ["$.paths['/bakes/{id}'].get\n", "$.components.pathItems.Bake.get\n"],
      ["$.paths['/bakes/{id}'].get.x-job\n", "$.components.pathItems.Bake.get.x-job\n"],
      ["components:\n  schemas:\n    Refusal", "  schemas:\n    Refusal"],
    ];

    it("finds nothing in a good declaration", async () => {
      expect(await problemsOf(targeted[2] ?? moved, moved, ...targeted.slice(0, 2))).toBe("");
    });

    it("names what is wrong in one", async () => {
      expect(
        await problemsOf(targeted[2] ?? moved, moved, ...targeted.slice(0, 2), ["at: /status", "at: /statuz"]),
      ).toMatch("specs/oven/overlay.yaml:19: nothing in a response of getBake is at /statuz.");
    });
  });

  describe("between jobs", () => {
    const state = "state: { rules: [{ when: [{ status: 201 }], is: pending }] }";

    it("names a create with Links to two of them", async () => {
      const second: Edit = [
        "          x-items: $response.body#/loaves\n",
        "          x-items: $response.body#/loaves\n        other: { operationId: createBake }\n",
      ];
      expect(await problemsOf(second, secondJob(`name: other, ${state}`))).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:12: createBake leads to two jobs, bake and other, and starts only one. Keep the Link to the job that it starts, and remove the other. [/paths/~1bakes/post/responses/201/links/other]"`,
      );
    });

    it("names two jobs of one name", async () => {
      expect(await problemsOf(secondJob(`name: bake, ${state}`))).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:16: two jobs are named "bake". Give each a name of its own: it is the client's method. [/paths/~1bakes~1{id}/get/x-job/name]"`,
      );
    });

    it("names two defaults", async () => {
      expect(
        await problemsOf(secondJob(`name: other, default: true, ${state}`), [
          "name: bake\n",
          "name: bake\n        default: true\n",
        ]),
      ).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:17: "bake" is a second default job beside "other". Keep one of them. [/paths/~1bakes~1{id}/get/x-job/default]"`,
      );
    });

    it("names a job that tells no state", async () => {
      expect(await problemsOf(secondJob("name: other"))).toMatchInlineSnapshot(
        `"specs/oven/overlay.yaml:38: "other" does not say how a response tells its state. Declare state with at and values, state with rules, or items. [/paths/~1bakes/post/x-job]"`,
      );
    });

    it("names a document without any job", async () => {
      expect(await problemsOf(["      x-job:\n        name", "      x-jobs:\n        name"])).toMatchInlineSnapshot(`
        "specs/oven/overlay.yaml:32: $.paths['/bakes/{id}'].get.x-job matches nothing. Did you mean x-jobs? Correct the target, or remove the action if upstream has changed. [/actions/2/target]
        specs/oven/openapi.yaml:4: no operation reports on a job. Declare x-job on the status operation in the overlay. [/paths]
        specs/oven/overlay.yaml:9: the link counts items, and getBake reports on no job. Declare x-job there. [/paths/~1bakes/post/responses/201/links/bake/operationId]"
      `);
    });
  });
});
