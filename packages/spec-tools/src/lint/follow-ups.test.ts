import { describe, expect, it } from "vitest";

import { mergeFiles } from "../openapi/spec-folder.ts";
import { checkDeclarations, declarationWarnings } from "./check-declarations.ts";
import { formatProblem } from "./problem.ts";

const openapi = `openapi: 3.1.0
info: { title: Foundry, version: "1" }
servers: [{ url: "https://foundry.example" }]
security: [{ key: [] }]
paths:
  /{shop}/castings:
    parameters:
      - { name: shop, in: path, required: true, schema: { type: string } }
      - { name: X-Version, in: header, required: true, schema: { const: "2" } }
    post:
      operationId: createCasting
      requestBody: { content: { application/json: { schema: { type: object, properties: { mould: { type: string } } } } } }
      responses:
        "201":
          description: started
          headers: { Location: { schema: { type: string } } }
          content:
            application/json:
              schema:
                type: object
                properties: { id: { type: string }, state: { type: string }, poll_url: { type: string }, weight: { type: number } }
      callbacks:
        onDone:
          "{$request.query.hook}":
            post:
              requestBody: { content: { application/json: { schema: { type: object, properties: { casting: { type: string } } } } } }
              responses: { "200": { description: heard } }
  /{shop}/castings/{id}:
    parameters:
      - { name: shop, in: path, required: true, schema: { type: string } }
      - { name: id, in: path, required: true, schema: { type: string } }
      - { name: X-Version, in: header, required: true, schema: { const: "2" } }
    get:
      operationId: getCasting
      parameters: [{ name: logs, in: query, schema: { type: integer } }]
      responses:
        "200":
          description: the casting
          content: { application/json: { schema: { $ref: "#/components/schemas/Casting" } } }
    delete:
      operationId: cancelCasting
      responses:
        "204": { description: gone }
        "409": { description: too late, content: { application/json: { schema: { type: object, properties: { why: { type: string } } } } } }
  /{shop}/castings/{id}/metal:
    get:
      operationId: getMetal
      parameters:
        - { name: shop, in: path, required: true, schema: { type: string } }
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: token, in: query, required: true, schema: { type: string } }
      responses:
        "200": { description: the metal, content: { application/json: { schema: { type: object, properties: { urls: { type: array, items: { type: string } } } } } } }
        "422": { description: failed, content: { application/json: { schema: { type: object, properties: { detail: { type: string } } } } } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: Authorization, description: "Send \`Authorization: Key abc\`" } }
  schemas:
    Casting:
      type: object
      properties:
        id: { type: string, example: ca_1 }
        state: { type: string, enum: [hot, done, cracked] }
        token: { type: string }
        place: { type: integer }
        log: { type: array, items: { type: object, properties: { text: { type: string } } } }
        until: { type: string }
`;

const overlay = `overlay: 1.0.0
info: { title: more, version: 1.0.0 }
actions:
  - target: $
    description: "documented: the server"
    update: { x-base-url: "https://foundry.example" }
  - target: $.paths['/{shop}/castings'].post.responses['201']
    description: "documented: where to look"
    update:
      links:
        casting:
          operationId: getCasting
          parameters: { id: $response.body#/id, shop: $request.path.shop }
          x-address: { from: $response.body#/poll_url, hosts: ["*.foundry.example"] }
  - target: $.paths['/{shop}/castings/{id}'].get.responses['200']
    description: "documented: what goes on from here"
    update:
      links:
        metal:
          operationId: getMetal
          parameters: { id: $request.path.id, shop: $request.path.shop, token: $response.body#/token }
        stop:
          operationId: cancelCasting
          parameters: { id: $response.body#/id, shop: $request.path.shop }
  - target: $.paths['/{shop}/castings/{id}'].get
    description: "documented: the words"
    update:
      x-job:
        name: casting
        id: { request: $request.path.id, response: /id }
        parameters: { logs: 1 }
        state: { at: /state, values: { pending: [hot], succeeded: [done], failed: [cracked] } }
        output: { link: metal, failed: [{ when: [{ status: 422 }], message: /detail }] }
        cancel: { link: stop, then: gone, tooLate: [{ when: [{ status: 409 }, { at: /why, present: true }] }] }
        queue: { at: /place }
        logs: { at: /log, as: lines, message: /text }
        expires: { at: /until }
        files: [{ at: /urls/*, of: output }]
        webhook: { callback: onDone, job: $request.body#/casting, verify: { scheme: standard-webhooks } }
  - target: $.components.securitySchemes.key
    description: "documented: in the description"
    update: { x-key-prefix: "Key " }
`;

type Edit = readonly [from: string, to: string];

const merged = (edits: readonly Edit[]) => {
  const texts = { openapi, overlay };
  for (const [from, to] of edits) {
    const file = texts.overlay.includes(from) ? "overlay" : "openapi";
    if (!texts[file].includes(from)) throw new Error(`the text has no "${from}"`);
    texts[file] = texts[file].replace(from, () => to);
  }
  return mergeFiles("foundry", "specs/foundry", {
    openapi: { path: "openapi.yaml", text: texts.openapi },
    overlay: { path: "overlay.yaml", text: texts.overlay },
  });
};

const problemsOf = async (...edits: readonly Edit[]): Promise<readonly string[]> =>
  checkDeclarations(await merged(edits)).map((problem) => formatProblem(problem).replace(/ \[[^[]*\]$/, ""));

const warningsOf = async (...edits: readonly Edit[]): Promise<readonly string[]> =>
  declarationWarnings(await merged(edits)).map((problem) => formatProblem(problem).replace(/ \[[^[]*\]$/, ""));

const whole = await problemsOf();

describe("what is called about a job", () => {
  it("is sayable without a problem or a warning", async () => {
    expect(whole).toEqual([]);
    expect(await warningsOf()).toEqual([]);
  });

  it.each<[title: string, problem: string, ...edits: readonly Edit[]]>([
    [
      "a parameter that the create's Link does not carry",
      "overlay.yaml:13: getCasting needs `shop`, which the Link from createCasting does not carry. Write shop: $request.path.shop.",
      [", shop: $request.path.shop }\n          x-address", " }\n          x-address"],
    ],
    [
      "a parameter that the create's Link takes from where there is none",
      "overlay.yaml:13: createCasting has no path parameter store. Use one of: $request.path.shop, $request.header.X-Version.",
      ["shop: $request.path.shop }\n          x-address", "shop: $request.path.store }\n          x-address"],
    ],
    [
      "a parameter that the status operation does not take",
      "overlay.yaml:13: the Link passes store, which getCasting does not take. Use one of: shop, id, X-Version, logs.",
      ["shop: $request.path.shop }\n          x-address", "shop: $request.path.shop, store: 1 }\n          x-address"],
    ],
    [
      "a parameter that the output's Link does not carry",
      "overlay.yaml:21: getMetal needs `token`, which the Link metal of getCasting does not carry. Write token: $response.body#/token.",
      [", token: $response.body#/token", ""],
    ],
    [
      "a parameter of the cancel's that the status operation has as well",
      "overlay.yaml:24: cancelCasting needs `shop`, which the Link stop of getCasting does not carry. Write shop: $request.path.shop.",
      ["{ id: $response.body#/id, shop: $request.path.shop }\n  - target", "{ id: $response.body#/id }\n  - target"],
    ],
    [
      "an expression into nothing",
      "overlay.yaml:21: nothing in the response of getCasting is at /tokens. There are: /id, /state, /token, /place, /log, /until.",
      ["token: $response.body#/token", "token: $response.body#/tokens"],
    ],
    [
      "an expression that is none",
      'overlay.yaml:21: "$response.token" is no runtime expression. Write one such as $response.body#/id, $response.header.Location or $request.path.id.',
      ["token: $response.body#/token", "token: $response.token"],
    ],
    [
      "a constant for a parameter that there is not",
      "overlay.yaml:31: getCasting takes no log. Use one of: shop, X-Version, logs.",
      ["parameters: { logs: 1 }", "parameters: { log: 1 }"],
    ],
    [
      "an output's Link that is not there",
      "overlay.yaml:33: no good response of getCasting has a Link named iron. Use one of: metal, stop, casting; or add it in the overlay.",
      ["output: { link: metal", "output: { link: iron"],
    ],
    [
      "a chain whose second Link is not there",
      "overlay.yaml:33: no good response of getMetal has a Link named content. Add it in the overlay: links: { content: { operationId: <operation>, parameters: { … } } }.",
      [
        "output: { link: metal, failed: [{ when: [{ status: 422 }], message: /detail }] }",
        "output: [{ link: metal }, { link: content }]",
      ],
    ],
    [
      "a renewal's Link that is not there",
      "overlay.yaml:37: no good response of getCasting has a Link named fresh. Use one of: metal, stop; or add it in the overlay.",
      ["expires: { at: /until }", "expires: { at: /until, renew: fresh }"],
    ],
    [
      "two parts on one Link",
      "overlay.yaml:34: the Link metal plays two parts, output and cancel. Give each part a Link of its own.",
      ["cancel: { link: stop", "cancel: { link: metal"],
      [", tooLate: [{ when: [{ status: 409 }, { at: /why, present: true }] }] }", " }"],
    ],
    [
      "a Link to no operation",
      "overlay.yaml:20: the link leads to getIron, which is no operation. Use one of: createCasting, getCasting, cancelCasting, getMetal.",
      [
        "operationId: getMetal\n          parameters: { id: $request",
        "operationId: getIron\n          parameters: { id: $request",
      ],
    ],
    [
      "a Link to no place",
      "overlay.yaml:20: the link leads to #/paths/~1iron/get, which is no operation. Use one of: #/paths/~1{shop}~1castings/post, #/paths/~1{shop}~1castings~1{id}/get, #/paths/~1{shop}~1castings~1{id}/delete, #/paths/~1{shop}~1castings~1{id}~1metal/get.",
      [
        "operationId: getMetal\n          parameters: { id: $request",
        "operationRef: '#/paths/~1iron/get'\n          parameters: { id: $request",
      ],
    ],
    [
      "a host with one label",
      'overlay.yaml:14: "*.example" is not a host such as api.vendor.com, or *. with at least two labels behind it. Write a host such as api.vendor.com, or *. with at least two labels behind it.',
      ['"*.foundry.example"', '"*.example"'],
    ],
    [
      "a host with a scheme",
      'overlay.yaml:14: "https://foundry.example" is not a host such as api.vendor.com, or *. with at least two labels behind it. Write a host such as api.vendor.com, or *. with at least two labels behind it.',
      ['"*.foundry.example"', '"https://foundry.example"'],
    ],
    [
      "a host with a port",
      'overlay.yaml:14: "foundry.example:8443" is not a host such as api.vendor.com, or *. with at least two labels behind it. Write a host such as api.vendor.com, or *. with at least two labels behind it.',
      ['"*.foundry.example"', '"foundry.example:8443"'],
    ],
    [
      "an address that the response does not have",
      "overlay.yaml:14: nothing in the response of createCasting is at /pol_url. There are: /id, /state, /poll_url, /weight.",
      ["$response.body#/poll_url", "$response.body#/pol_url"],
    ],
    [
      "an address that is no text",
      "overlay.yaml:14: /weight in the response is no text, and an address is. Point at the address.",
      ["$response.body#/poll_url", "$response.body#/weight"],
    ],
    [
      "an address in a header that the response does not declare",
      "overlay.yaml:14: the response of createCasting declares no header operation-location. Use one of: location.",
      ["$response.body#/poll_url", "$response.header.Operation-Location"],
    ],
    [
      "an address of an operation that no job calls",
      "overlay.yaml:22: the link gives an address of getMetal, and no job calls that. Name the Link in x-job, as output, cancel or expires.renew, or leave the address out.",
      [
        "token: $response.body#/token }",
        "token: $response.body#/token }\n          x-address: { from: $response.body#/until, hosts: [] }",
      ],
      ["        output: { link: metal, failed: [{ when: [{ status: 422 }], message: /detail }] }\n", ""],
      ["        files: [{ at: /urls/*, of: output }]\n", ""],
    ],
    [
      "a state on a Link that starts nothing",
      "overlay.yaml:22: x-state stands on a link that starts no job. Leave it out: it is for a create's Link to a status operation.",
      ["token: $response.body#/token }", "token: $response.body#/token }\n          x-state: true"],
    ],
    [
      "a create that is said to tell a state, and has none",
      "overlay.yaml:15: nothing in the response 201 of createCasting is at /state. There are: /id, /poll_url, /weight.",
      ['hosts: ["*.foundry.example"] }', 'hosts: ["*.foundry.example"] }\n          x-state: true'],
      ["state: { type: string }, ", ""],
    ],
    [
      "a word that only the create's response tells",
      'overlay.yaml:33: /state can be "queued", and no phase knows it. List it under one of: pending, succeeded, partial, failed, filtered, cancelled, expired.',
      ['hosts: ["*.foundry.example"] }', 'hosts: ["*.foundry.example"] }\n          x-state: true'],
      ["state: { type: string }, ", "state: { type: string, enum: [queued] }, "],
    ],
    [
      "a pointer into an output's failure that is not there",
      "overlay.yaml:33: nothing in a response of getMetal is at /details. Did you mean /detail?",
      ["message: /detail", "message: /details"],
    ],
    [
      "a pointer into a late cancel's response that is not there",
      "overlay.yaml:34: nothing in a response of cancelCasting is at /what. There are: /why.",
      ["at: /why", "at: /what"],
    ],
    [
      "a file that the output does not have",
      "overlay.yaml:38: nothing in a response of getMetal is at /url/0. Did you mean /urls?",
      ["at: /urls/*", "at: /url/*"],
    ],
    [
      "a file of an output that is not declared",
      "overlay.yaml:37: a file stands in the output, and no output is declared. Declare output: { link: <name> }, or leave this out.",
      ["        output: { link: metal, failed: [{ when: [{ status: 422 }], message: /detail }] }\n", ""],
    ],
    [
      "a place in the queue that is no number",
      "overlay.yaml:35: /token is no number, and a place in a queue is. Point at the number.",
      ["queue: { at: /place }", "queue: { at: /token }"],
    ],
    [
      "a place in the queue that is not there",
      "overlay.yaml:35: nothing in a response of getCasting is at /placing. There are: /id, /state, /token, /place, /log, /until.",
      ["queue: { at: /place }", "queue: { at: /placing }"],
    ],
    [
      "logs that are said to be one text",
      "overlay.yaml:36: /log is a list. Write as: lines.",
      ["as: lines, message: /text", "as: text"],
    ],
    [
      "logs whose entries are no texts",
      "overlay.yaml:36: an entry of /log is no text. Say where its text stands: message: /<pointer>.",
      ["as: lines, message: /text", "as: lines"],
    ],
    [
      "logs whose text stands elsewhere",
      "overlay.yaml:36: nothing in a response of getCasting is at /log/0/message. There are: /log/0/text.",
      ["message: /text }", "message: /message }"],
    ],
    [
      "results that are good for nobody knows how long",
      "overlay.yaml:37: nothing says how long results are good. Write after: <a time>, or at: <where the response says until when>.",
      ["expires: { at: /until }", "expires: { renew: never }"],
    ],
    [
      "an expiry that nothing tells",
      "overlay.yaml:37: nothing in a response of getCasting is at /untl. Did you mean /until? There are: /id, /state, /token, /place, /log, /until, /urls.",
      ["expires: { at: /until }", "expires: { at: /untl }"],
    ],
    [
      "a callback that no create has",
      "overlay.yaml:39: no create of a casting has a callback onEnd. Use one of: onDone.",
      ["callback: onDone", "callback: onEnd"],
    ],
    [
      "a webhook's id that its body does not have",
      "overlay.yaml:39: nothing in the body of the callback onDone is at /id. There are: /casting.",
      ["job: $request.body#/casting", "job: $request.body#/id"],
    ],
    [
      "a signature that leaves out the body",
      "overlay.yaml:39: what is signed leaves out the body. Add $body where it stands.",
      [
        "{ scheme: standard-webhooks }",
        "{ scheme: hmac, algorithm: sha256, header: x-sign, encoding: hex, signed: [$timestamp], timestamp: { header: x-time, toleranceSeconds: 300 } }",
      ],
    ],
    [
      "a signature over nothing of a webhook's",
      'overlay.yaml:39: "$url" is nothing of a webhook\'s. Use $body, $timestamp or $request.header.<name>; a text that begins with $ cannot stand for itself.',
      [
        "{ scheme: standard-webhooks }",
        "{ scheme: hmac, algorithm: sha256, header: x-sign, encoding: hex, signed: [$url, $body] }",
      ],
    ],
    [
      "a signed time that no header has",
      "overlay.yaml:39: a time is signed, and nothing says which header has it. Write timestamp: { header: <name>, toleranceSeconds: 300 }.",
      [
        "{ scheme: standard-webhooks }",
        "{ scheme: hmac, algorithm: sha256, header: x-sign, encoding: hex, signed: [$timestamp, ., $body] }",
      ],
    ],
    [
      "a time that is not signed",
      "overlay.yaml:39: the time is not signed, so anybody can write another. Add $timestamp to signed where it stands, or leave timestamp out.",
      [
        "{ scheme: standard-webhooks }",
        "{ scheme: hmac, algorithm: sha256, header: x-sign, encoding: hex, timestamp: { header: x-time, toleranceSeconds: 300 } }",
      ],
    ],
    [
      "segments of an id that is in no path",
      "overlay.yaml:30: only an id in the path has segments. Leave it out.",
      [
        "id: { request: $request.path.id, response: /id }",
        "id: { request: $request.query.id, response: /id, segments: true }",
      ],
      [
        "parameters: [{ name: logs,",
        "parameters: [{ name: id, in: query, required: true, schema: { type: string } }, { name: logs,",
      ],
      [
        "parameters: { id: $response.body#/id, shop",
        "parameters: { query.id: $response.body#/id, path.id: $response.body#/id, shop",
      ],
    ],
    [
      "an operation that is elsewhere",
      'openapi.yaml:48: getMetal is at https://metal.foundry.example/v2, and keys go to https://foundry.example. Pin its own address in the overlay if the key may go there: update: { x-base-url: "https://metal.foundry.example/v2" }; or remove the servers.',
      [
        "    get:\n      operationId: getMetal\n",
        "    get:\n      operationId: getMetal\n      servers: [{ url: https://metal.foundry.example/v2 }]\n",
      ],
    ],
    [
      "a path that is elsewhere",
      'openapi.yaml:46: getMetal is at https://foundry.example/v2, and keys go to https://foundry.example. Pin its own address in the overlay if the key may go there: update: { x-base-url: "https://foundry.example/v2" }; or remove the servers.',
      ["castings/{id}/metal:\n", "castings/{id}/metal:\n    servers: [{ url: /v2 }]\n"],
    ],
    [
      "an operation whose own address is none",
      "overlay.yaml:45: the address of getMetal, which gets the key, is not https. Write https, host and path, such as https://uploads.vendor.com/v1; http is for this machine.",
      [
        '    update: { x-key-prefix: "Key " }\n',
        '    update: { x-key-prefix: "Key " }\n  - target: $.paths[\'/{shop}/castings/{id}/metal\'].get\n    description: "assumed: x"\n    update: { x-base-url: "http://metal.example" }\n',
      ],
    ],
    [
      "a security scheme that upstream no longer has",
      "overlay.yaml:42: the action describes the security scheme kee, which upstream no longer has; the security scheme key looks like it. Follow upstream, or if it is new give it a type of its own.",
      ["$.components.securitySchemes.key", "$.components.securitySchemes"],
      ['update: { x-key-prefix: "Key " }', 'update: { kee: { x-key-prefix: "Key " } }'],
    ],
  ])("names %s", async (_, problem, ...edits) => {
    expect(await problemsOf(...edits)).toEqual([problem]);
  });

  it("takes a constant by its place where two parameters have one name", async () => {
    const edits: readonly Edit[] = [
      ["parameters: [{ name: logs,", "parameters: [{ name: id, in: query, schema: { type: string } }, { name: logs,"],
      ["parameters: { logs: 1 }", "parameters: { logs: 1, query.id: long }"],
    ];
    expect(await problemsOf(...edits)).toEqual([]);
  });

  it("warns of a word before the key that only its description knows", async () => {
    expect(await warningsOf(['    update: { x-key-prefix: "Key " }\n', "    update: { x-note: a }\n"])).toEqual([
      'openapi.yaml:56: warning: the description of the key names "Key " before it, and it is sent alone. If it belongs there, write in the overlay: x-key-prefix: "Key ".',
    ]);
  });

  it("lets a service that forgets what it cancels have a word for what others cancelled", async () => {
    expect(whole).toEqual([]);
    expect(await problemsOf(["failed: [cracked]", "cancelled: [cracked]"])).toEqual([]);
  });

  it("warns of a cancelled job that no response tells of", async () => {
    expect(await warningsOf(["then: gone", "then: cancelled"])).toEqual([
      "overlay.yaml:34: warning: a cancelled job is said to tell so, and nothing in getCasting is read as cancelled. List the word under state.values.cancelled, or the response under output.failed with is: cancelled; or write then: gone.",
    ]);
  });
});
