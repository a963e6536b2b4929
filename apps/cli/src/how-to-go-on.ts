import type { ApiDescription } from "@genwait/client-core";
import type { Job } from "@genwait/lifecycle";
import type { Service } from "./service.ts";
import { shellWord } from "./shell-word.ts";
import { terminalJson, terminalText } from "./terminal-text.ts";

/** What a command line has to name of a job: no more than this is lost with the process. */
export type NamedJob = Pick<Job, "api" | "name" | "id" | "parameters" | "addresses">;

type Place = Pick<Service, "program" | "own" | "baseUrl"> & { readonly api: Pick<ApiDescription, "defaultJob"> };

/** What to type to wait for jobs again, or to cancel them, all of them by one command: no id is lost. */
export const howToGoOn = (jobs: readonly NamedJob[], place: Place, verb: "wait" | "cancel" = "wait"): string => {
  const [job] = jobs;
  if (job === undefined) return "";
  const given = jobs.map(({ id }) => shellWord(id));
  const carried =
    jobs.length === 1 || jobs.every((other) => isCarriedAlike(job, other)) ? carriedWords(job) : undefined;
  // No shell takes a line of any length; lines on stdin have no end. What differs from job to job has a line for each.
  const isMany = given.join(" ").length > mostWords && jobs.every(({ id }) => isLine(id));
  const lines = carried === undefined ? jobs.map(jobLine) : isMany ? jobs.map(({ id }) => id) : undefined;
  const ids = lines === undefined ? given : ["-"];
  const isLikeAnOption = lines === undefined && jobs.some(({ id }) => id.startsWith("-"));
  const { program, api, own, baseUrl } = place;
  const words = [
    ...(own === undefined ? [shellWord(job.api)] : ["--client", shellWord(own)]),
    ...(isLikeAnOption ? [] : ids),
    ...(job.name === api.defaultJob ? [] : ["--job", shellWord(job.name)]),
    ...(carried ?? []),
    ...(baseUrl === undefined ? [] : ["--base-url", shellWord(baseUrl)]),
    ...(isLikeAnOption ? ["--", ...ids] : []),
  ];
  const text = lines === undefined ? "" : [" <<'END'", ...lines, "END"].join("\n");
  return `${program} ${verb} ${words.join(" ")}${text}`;
};

// A fraction of what the strictest system takes as a command line, which is 32,767 characters.
const mostWords = 20_000;

const isLine = (id: string): boolean =>
  id === terminalText(id) && id.trim() === id && !["END", "-", ""].includes(id) && !id.startsWith("{");

/** Whether one command line says of both what they carry; an address is that of one job. */
const isCarriedAlike = (one: NamedJob, other: NamedJob): boolean =>
  other.addresses === undefined &&
  one.addresses === undefined &&
  JSON.stringify(sorted(one.parameters)) === JSON.stringify(sorted(other.parameters));

const sorted = (parameters: NamedJob["parameters"] = {}): readonly unknown[] => Object.entries(parameters).sort();

/** The options that say what a job carries beside its id. */
const carriedWords = ({ parameters = {}, addresses = {} }: NamedJob): readonly string[] => [
  ...Object.entries(parameters).flatMap(([name, value]) => ["--param", shellWord(`${name}=${value}`)]),
  ...Object.entries(addresses).flatMap(([part, address]: [string, string | undefined]) =>
    address === undefined ? [] : ["--address", shellWord(part === "status" ? address : `${part}=${address}`)],
  ),
];

const jobLine = ({ api, name: job, id, parameters, addresses }: NamedJob): string =>
  terminalJson({ api, job, id, ...(parameters && { parameters }), ...(addresses && { addresses }) });
