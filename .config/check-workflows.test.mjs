import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";

import { workflowProblems } from "./check-workflows.mjs";

const commit = "fbc6f3992d24b796d5a048ff273f7fcc4a7b6c09";

const good = `name: Good
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    uses: ./.github/workflows/ci.yml
  read:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@${commit} # v5.1.0
        with: { persist-credentials: false }
      - run: pnpm specs:check
  publish:
    needs: [read, check]
    runs-on: ubuntu-latest
    timeout-minutes: 5
    environment: npm
    permissions: { id-token: write }
    steps:
      - env: { TITLE: "\${{ github.event.pull_request.title }}" }
        run: npm publish "$TITLE"
`;

/** The problems of the good workflow with one text in place of another: their lines, and what they begin with. */
const problemsWith = (from, to) => {
  assert.ok(good.includes(from), from);
  return workflowProblems("w.yml", good.replace(from, to)).map((line) => {
    const [, at, what] = /^w\.yml:(\d+): (.+)$/.exec(line) ?? [];
    return [Number(at), what];
  });
};

const expectOne = (from, to, line, words) => {
  const problems = problemsWith(from, to);
  assert.deepEqual(
    problems.map(([at]) => at),
    [line],
    JSON.stringify(problems),
  );
  assert.match(problems[0][1], words);
};

describe("the check of the workflows", () => {
  it("has nothing to say of a good one, nor of ours", () => {
    assert.deepEqual(workflowProblems("w.yml", good), []);
    for (const name of ["ci", "release", "specs"]) {
      const text = readFileSync(new URL(`../.github/workflows/${name}.yml`, import.meta.url), "utf8");
      assert.deepEqual(workflowProblems(name, text), []);
    }
  });

  const step = "      - run: pnpm specs:check";
  const cases = [
    ["an action by a tag", `checkout@${commit} # v5.1.0`, "checkout@v5", 12, /checkout@v5 by a name that moves/],
    ["an action by a branch, in quotes", step, '      - uses: "owner/action@main"', 14, /owner\/action@main by a name/],
    ["an action by a short commit", step, "      - uses: owner/action@fbc6f39 # v1.0.0", 14, /by a name that moves/],
    ["an action without a version", step, "      - uses: owner/action", 14, /by a name that moves/],
    ["a commit without its version", ` # v5.1.0`, "", 12, /without its version/],
    ["an image by a tag", step, "      - uses: docker://alpine:3", 14, /docker:\/\/alpine:3 by a name that moves/],
    [
      "a workflow of somebody else's by a tag",
      "  read:\n",
      "  other:\n    uses: o/r/.github/workflows/x.yml@v1\n  read:\n",
      9,
      /by a name that moves/,
    ],
    [
      "a checkout that leaves the token behind",
      "persist-credentials: false",
      "fetch-depth: 0",
      12,
      /the token stays on disk/,
    ],
    ["no permissions at all", "permissions:\n  contents: read\n", "", 1, /no permissions of its own/],
    ["a right to write for every job", "contents: read", "contents: write", 4, /every job may write/],
    ["all rights for every job", "permissions:\n  contents: read", "permissions: write-all", 3, /every job may write/],
    [
      "an expression in a script",
      "pnpm specs:check",
      "pnpm specs:diff ${{ github.base_ref }}",
      14,
      /an expression inside of a script/,
    ],
    [
      "an expression in a folded script",
      "run: pnpm specs:check",
      "run: >-\n          echo\n          ${{ inputs.name }}",
      14,
      /an expression inside/,
    ],
    [
      "an expression in a script of JavaScript",
      step,
      `      - uses: actions/github-script@${commit} # v7.0.0\n        with: { script: "console.log('\${{ github.actor }}')" }`,
      15,
      /an expression inside/,
    ],
    ["pull_request_target", "on: [push, pull_request]", "on: [push, pull_request_target]", 2, /runs foreign code/],
    [
      "pull_request_target with filters",
      "on: [push, pull_request]",
      "on:\n  pull_request_target:\n    types: [opened]",
      3,
      /runs foreign code/,
    ],
    ["a comment as the trigger", "on: [push, pull_request]", "on: issue_comment", 2, /what foreigners write/],
    ["npm's identity without an environment", "    environment: npm\n", "", 19, /npm's identity outside/],
    [
      "pages read next to a right to write",
      "  read:\n    runs-on: ubuntu-latest\n",
      "  read:\n    runs-on: ubuntu-latest\n    permissions: { contents: write }\n",
      15,
      /pages from outside are read next to/,
    ],
    [
      "pages read next to all rights",
      "  read:\n    runs-on: ubuntu-latest\n",
      "  read:\n    runs-on: ubuntu-latest\n    permissions: write-all\n",
      15,
      /pages from outside are read next to/,
    ],
    ["a release that waits for nothing", "    needs: [read, check]\n", "", 15, /publishes what no check has passed/],
    [
      "a release that waits for what is no check",
      "needs: [read, check]",
      "needs: read",
      15,
      /publishes what no check has passed/,
    ],
    [
      "jobs that wait for each other",
      "needs: [read, check]",
      "needs: publish",
      15,
      /publishes what no check has passed/,
    ],
    [
      "a release with a token",
      'env: { TITLE: "${{ github.event.pull_request.title }}" }',
      'env: { NODE_AUTH_TOKEN: "${{ secrets.NPM_TOKEN }}" }',
      22,
      /a token that can be stolen/,
    ],
    [
      "a secret for every step of a job",
      "  read:\n",
      "  read:\n    env: { TOKEN: '${{ secrets.TOKEN }}' }\n",
      9,
      /every step gets the secret/,
    ],
    [
      "a secret for every job",
      "jobs:\n",
      "env: { TOKEN: '${{ secrets[format(inputs.x)] }}' }\njobs:\n",
      5,
      /every step gets the secret/,
    ],
    [
      "every secret for another workflow",
      "uses: ./.github/workflows/ci.yml",
      "uses: ./.github/workflows/ci.yml\n    secrets: inherit",
      8,
      /hands over every secret/,
    ],
    [
      "no time limit",
      "    timeout-minutes: 5\n    steps:\n      - uses",
      "    steps:\n      - uses",
      8,
      /no time limit/,
    ],
    ["what is no YAML", "jobs:\n", "jobs:\n  - [\n", 6, /no YAML/],
  ];
  for (const [name, from, to, line, words] of cases) {
    it(`tells ${name}, with its line`, () => {
      if (name === "what is no YAML") assert.match(workflowProblems("w.yml", good.replace(from, to)).join("\n"), words);
      else expectOne(from, to, line, words);
    });
  }

  it("follows what a release needs over other jobs", () => {
    assert.deepEqual(problemsWith("needs: [read, check]", "needs: read").length, 1);
    const over = good
      .replace("needs: [read, check]", "needs: read")
      .replace("  read:\n", "  read:\n    needs: check\n");
    assert.deepEqual(workflowProblems("w.yml", over), []);
  });

  it("says that a file is empty", () => {
    assert.deepEqual(workflowProblems("w.yml", ""), ["w.yml:1: it is empty."]);
  });
});
