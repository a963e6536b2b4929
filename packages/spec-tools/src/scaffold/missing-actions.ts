import type { GuessedJob } from "./guess-job.ts";
import type { FoundOperation } from "./found-operations.ts";
import type { MissingAction } from "./guessed-action.ts";

export interface Lacks {
  readonly lacksServer: boolean;
  readonly lacksKey: boolean;
  readonly jobs: readonly GuessedJob[];
  readonly jobsWithoutStart: readonly GuessedJob[];
  /** Operations that may start a job, though nothing says which. */
  readonly undecided: readonly FoundOperation[];
}

/** What nothing in the document tells, as notes and sketches for the person who knows the vendor's pages. */
export const missingActions = ({
  lacksServer,
  lacksKey,
  jobs,
  jobsWithoutStart,
  undecided,
}: Lacks): readonly MissingAction[] => [
  ...(lacksServer ? [server] : []),
  ...(lacksKey ? [key] : []),
  ...(jobs.length === 0 ? [job] : []),
  ...jobsWithoutStart.map(({ declaration }) => startOf(declaration.name)),
  ...(undecided.length === 0 ? [] : [linkOf(undecided, jobs)]),
];

const linkOf = (creates: readonly FoundOperation[], jobs: readonly GuessedJob[]): MissingAction => ({
  note: `Fill in: do these start a job, and which (${jobs.map(({ declaration }) => declaration.name).join(", ")})? ${creates.map(({ method, path }) => `${method.toUpperCase()} ${path}`).join(", ")}; link each to one`,
  sketch: [
    `- target: ${creates[0]?.target ?? "$"}.responses['${creates[0]?.goodCodes[0] ?? "200"}']`,
    '  description: "documented: <where it stands>"',
    `  update: { links: { <job>: { operationId: <status operation>, parameters: { <id parameter>: "$response.body#/<pointer>" } } } }`,
  ],
});

const server: MissingAction = {
  note: "Fill in: the address of the service, which gets the key; the document names none",
  sketch: [
    "- target: $",
    '  description: "documented: <where it stands>"',
    '  update: { x-base-url: "https://<host>" }',
  ],
};

const key: MissingAction = {
  note: "Fill in: how the key travels, if there is one",
  sketch: [
    "- target: $",
    '  description: "documented: <where it stands>"',
    "  update:",
    "    components: { securitySchemes: { key: { type: http, scheme: bearer } } }",
    "    security: [{ key: [] }]",
  ],
};

const job: MissingAction = {
  note: "Fill in: which operation reports on a job? None has a status whose words tell pending and terminal phases",
  sketch: [
    "- target: $.paths['/<path>/{id}'].get",
    '  description: "documented: <where it stands>"',
    "  update:",
    "    x-job:",
    "      name: <what the job is called>",
    "      id: { request: $request.path.id, response: /id }",
    "      state: { at: /status, values: { pending: [], succeeded: [], failed: [] }, otherwise: pending }",
    "      has: { succeeded: { present: [] } }",
    "      poll: { every: 5s }",
  ],
};

const startOf = (name: string): MissingAction => ({
  note: `Fill in: what starts a ${name}? No operation gives its id; import its page as well (pnpm specs:import), then link it`,
  sketch: [
    "- target: $.paths['/<path>'].post.responses['200']",
    '  description: "documented: <where it stands>"',
    `  update: { links: { ${name}: { operationId: <status operation>, parameters: { <id parameter>: "$response.body#/<pointer>" } } } }`,
  ],
});
