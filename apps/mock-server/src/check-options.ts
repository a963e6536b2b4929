import { statSync } from "node:fs";

import { isRecord, parseDuration } from "@genwait/lifecycle";

import type { MockOptions } from "./mock-options.ts";
import { highestSpeed, startTimeMs } from "./mock-time.ts";
import { schemaFault } from "./scenario/scenario-schema.ts";
import type { MockServerOptions } from "./start-mock-server.ts";

/** What an option must be: as the end of a sentence, and as a test. */
interface OptionRule {
  readonly is: string;
  readonly test: (value: unknown) => boolean;
}

const isText = (value: unknown): boolean => typeof value === "string";
const isFunction = (value: unknown): boolean => typeof value === "function";
const isFilled = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";
const isTime = (value: unknown): boolean => {
  try {
    return typeof value === "string" && parseDuration(value) > 0;
  } catch {
    return false;
  }
};
const oneOf = (...words: readonly string[]): OptionRule => ({
  is: `one of ${words.join(", ")}`,
  test: (value) => words.some((word) => word === value),
});
const whole = (least: number, most: number = Number.MAX_SAFE_INTEGER): OptionRule => ({
  is: most === Number.MAX_SAFE_INTEGER ? `a whole number from ${least} on` : `a whole number from ${least} to ${most}`,
  test: (value) => typeof value === "number" && Number.isInteger(value) && value >= least && value <= most,
});
const yesOrNo: OptionRule = { is: "true or false", test: (value) => typeof value === "boolean" };
const callable: OptionRule = { is: "a function", test: isFunction };

const rules: Readonly<Record<keyof MockServerOptions, OptionRule>> = {
  apis: {
    is: "a list of at least one { name, document }",
    test: (value) =>
      Array.isArray(value) && value.length > 0 && value.every((api) => isRecord(api) && isFilled(api.name)),
  },
  clock: {
    is: "a clock: an object with now, after and hold",
    test: (value) => isRecord(value) && [value.now, value.after, value.hold].every(isFunction),
  },
  seed: { is: "a text or a number", test: (value) => isText(value) || Number.isFinite(value) },
  startTime: {
    is: "a moment from 1970 to 9999: a Date, a date-time as text, or epoch milliseconds",
    test: (value) => startTimeMs(value) !== undefined,
  },
  speed: {
    is: `a number above 0 and up to ${highestSpeed}: 1 for real time, 20 for twenty times as fast`,
    test: (value) => typeof value === "number" && value > 0 && value <= highestSpeed,
  },
  scenario: {
    is: "the name of a scenario, or a scenario",
    test: (value) => isText(value) || isRecord(value),
  },
  scenarios: { is: "scenarios by their names", test: isRecord },
  anyId: yesOrNo,
  validate: yesOrNo,
  publicUrl: { is: "an address, or addresses by names of APIs", test: (value) => isText(value) || isRecord(value) },
  vendorUrls: yesOrNo,
  callbacks: oneOf("loopback", "anywhere", "none"),
  webhookSecret: { is: "a text that is not empty", test: isFilled },
  webhookUrl: {
    is: "an http address",
    test: (value) => typeof value === "string" && /^https?:/.test(value) && URL.canParse(value),
  },
  onRecord: callable,
  recordsRaw: yesOrNo,
  fetch: callable,
  keys: { is: "a list of keys that are not empty", test: (value) => Array.isArray(value) && value.every(isFilled) },
  limits: {
    is: 'false, or { requests, per }: a whole number from 1 on, and a time such as "1m"',
    test: (value) => value === false || (isRecord(value) && whole(1).test(value.requests) && isTime(value.per)),
  },
  maxJobs: whole(1),
  maxRequests: whole(0, 1_000_000),
  log: callable,
  port: whole(0, 65_535),
  host: { is: "the name or the number of a host", test: isFilled },
  expose: yesOrNo,
  token: { is: "a text that is not empty, of characters that a header can hold", test: isToken },
};

function isToken(value: unknown): boolean {
  return typeof value === "string" && /^[\u0021-\u007E]+$/.test(value);
}

/**
 * Refuses options that cannot be meant, before anything starts.
 *
 * @throws TypeError that names the option.
 */
export const checkOptions = (options: MockOptions | MockServerOptions): void => {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const rule = Object.entries(rules).find(([known]) => known === name)?.[1];
    if (rule === undefined)
      throw refused(`there is no option "${name}". Choose from ${Object.keys(rules).join(", ")}.`);
    if (!rule.test(value)) throw refused(`its option ${name} is ${shown(value)}, and must be ${rule.is}.`);
  }
  if (options.apis === undefined) throw refused(`its option apis is missing, and must be ${rules.apis.is}.`);
  const { apis, publicUrl, scenario, scenarios = {} } = options;
  if (typeof publicUrl === "object") {
    const stranger = Object.keys(publicUrl).find((name) => !apis.some((api) => api.name === name));
    if (stranger !== undefined)
      throw refused(
        `its option publicUrl names the API "${stranger}", which is not mocked. Choose one of ${apis.map(({ name }) => name).join(", ")}.`,
      );
  }
  if (typeof scenario === "object") checkScenarios({ scenario });
  if (Object.keys(scenarios).length > 0) checkScenarios(scenarios);
};

const checkScenarios = (scenarios: object): void => {
  const fault = schemaFault({ scenarios }, "file");
  if (fault !== undefined)
    throw refused(
      `at ${fault.pointer}, ${fault.reason}. Mend the scenario; scenario.schema.json says what it may contain.`,
    );
  for (const [name, { files }] of Object.entries<{ readonly files?: string }>({ ...scenarios }))
    if (files !== undefined && statSync(files, { throwIfNoEntry: false })?.isDirectory() !== true)
      throw refused(`the scenario "${name}" has its files in ${shown(files)}, and there is no such folder.`);
};

const refused = (reason: string): TypeError => new TypeError(`Failed to start the mock: ${reason}`);

const shown = (value: unknown): string => {
  const written = typeof value === "number" || typeof value === "function" ? String(value) : JSON.stringify(value);
  const whole = written ?? String(value);
  return whole.length > 80 ? `${whole.slice(0, 80)}…` : whole;
};
