import { describe, expect, it } from "vitest";

import { changelogMarkdown } from "./changelog.ts";
import { diffDocuments } from "./diff.ts";
import { sentenceOf } from "./report.ts";

interface Followed {
  readonly job?: object;
  readonly hosts?: readonly string[];
  readonly output?: string;
}

/** A service whose status response leads on: to its output and to a cancel. */
const service = ({ job = {}, hosts = ["*.pots.example"], output = "getOutput" }: Followed = {}): object => {
  const parameters = [{ name: "id", in: "path", required: true, schema: { type: "string" } }];
  const operation = (operationId: string): object => ({
    operationId,
    parameters,
    responses: { 200: { description: "" } },
  });
  return {
    openapi: "3.1.0",
    info: { title: "Pots", version: "1" },
    paths: {
      "/pots": {
        post: {
          operationId: "createPot",
          responses: {
            200: {
              description: "",
              links: {
                pot: {
                  operationId: "getPot",
                  parameters: { id: "$response.body#/id" },
                  "x-address": { from: "$response.body#/url", hosts },
                },
              },
            },
          },
        },
      },
      "/pots/{id}": {
        get: {
          operationId: "getPot",
          parameters,
          responses: {
            200: {
              description: "",
              links: {
                output: { operationId: output, parameters: { id: "$request.path.id" } },
                cancel: { operationId: "cancelPot", parameters: { id: "$request.path.id" } },
              },
            },
          },
          "x-job": {
            name: "pot",
            id: { request: "$request.path.id" },
            state: { at: "/status", values: { pending: ["hot"], succeeded: ["done"], failed: ["cracked"] } },
            ...job,
          },
        },
        delete: operation("cancelPot"),
      },
      "/pots/{id}/output": { get: operation("getOutput") },
      "/pots/{id}/file": { get: operation("getFile") },
    },
  };
};

const cancel = { cancel: { link: "cancel" } };
const output = { output: { link: "output" } };

describe("what is called about a job", () => {
  it.each<[string, Followed, Followed, readonly string[]]>([
    ["a cancel more", {}, { job: cancel }, ["minor cancel-added"]],
    ["a cancel less", { job: cancel }, {}, ["major cancel-removed"]],
    [
      "another end of a cancel",
      { job: cancel },
      { job: { cancel: { link: "cancel", deletesFinished: true } } },
      ["minor job-setting-changed"],
    ],
    ["an output more", {}, { job: output }, ["major output-changed"]],
    ["an output less", { job: output }, {}, ["major output-changed"]],
    [
      "another operation's output",
      { job: output },
      { job: output, output: "getFile" },
      ["major output-changed", "patch link-changed"],
    ],
    [
      "a host more",
      {},
      { hosts: ["*.pots.example", "pots.example"] },
      ["minor address-host-added", "patch link-changed"],
    ],
    ["a host less", {}, { hosts: [] }, ["major address-host-removed", "patch link-changed"]],
    [
      "another host",
      {},
      { hosts: ["eu.pots.example"] },
      ["major address-host-removed", "minor address-host-added", "patch link-changed"],
    ],
    [
      "hosts in another order",
      { hosts: ["a.pots.example", "b.pots.example"] },
      { hosts: ["b.pots.example", "a.pots.example"] },
      ["patch link-changed"],
    ],
  ])("weighs %s", (_, before, after, codes) => {
    const changes = diffDocuments(service(before), service(after));
    expect(changes.map(({ code, bump }) => `${bump} ${code}`).toSorted()).toEqual([...codes].toSorted());
  });

  it("is told in sentences", () => {
    const old = service({ job: { ...cancel, ...output } });
    const revised = service({ hosts: ["pots.example"] });
    const changes = diffDocuments(old, revised);
    expect(changes.map(sentenceOf)).toMatchInlineSnapshot(`
      [
        "An address in the response of \`createPot\` may no longer be on \`*.pots.example\`.",
        "A \`pot\` job no longer has an output of its own.",
        "A \`pot\` job can no longer be cancelled.",
        "An address in the response of \`createPot\` may now be on \`pots.example\`, which gets the key.",
        "The link \`pot\` of the 200 response of \`createPot\` now has \`x-address\` \`{"from":"$response.body#/url","hosts":["pots.example"]}\` in place of \`{"from":"$response.body#/url","hosts":["*.pots.example"]}\`.",
      ]
    `);
    expect(changelogMarkdown(changes)).toMatchInlineSnapshot(`
      "Refused addresses on \`*.pots.example\` in the response of \`createPot\`.

      - Took the output from a \`pot\` job.
      - Took from callers that they cancel a \`pot\` job.
      - Allowed addresses on \`pots.example\` in the response of \`createPot\`.
      - Changed the link \`pot\` of the 200 response of \`createPot\`.

      Migration:

      - Wait for jobs on \`*.pots.example\` with the old version of the client.
      - Do without the output of a \`pot\` job.
      - Do without cancelling a \`pot\` job."
    `);
  });
});
