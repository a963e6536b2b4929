import type { AddOptions, WebhookOptions } from "@genwait/durable";
import type { CliIo, CommandOption } from "./command.ts";
import { accountOption } from "./durable-clients.ts";
import type { ParsedOptions } from "./options.ts";
import { UsageError } from "./usage-error.ts";

/** The options of every command that makes a durable wait. */
export const newWaitOptions: readonly CommandOption[] = [
  { name: "key", value: "<text>", meaning: "your own name for it, such as an order's number" },
  { name: "data", value: "<json>", meaning: "JSON of your own, which comes back with the result" },
  {
    name: "webhook",
    value: "<https://…>",
    meaning: "where the result is sent, signed with the secret in GENWAIT_WEBHOOK_SECRET",
  },
  {
    name: "webhook-allow",
    value: "<origin>",
    meaning: "an origin that may be called although it is private or not https; may be given several times",
    multiple: true,
  },
  accountOption,
];

/** What the command line says of the webhooks of a store. */
export const webhookOptions = (options: ParsedOptions, { env }: Pick<CliIo, "env">): WebhookOptions => {
  const secrets = (env["GENWAIT_WEBHOOK_SECRET"] ?? "").split(/\s+/).filter((secret) => secret !== "");
  return { ...(secrets.length > 0 && { secret: secrets }), allow: options.list("webhook-allow") };
};

/** Reads what a new wait is given. */
export const readNewWait = (options: ParsedOptions, { env }: Pick<CliIo, "env">): AddOptions => {
  const [key, data, webhook] = ["key", "data", "webhook"].map((name) => options.text(name));
  if (webhook !== undefined && webhookOptions(options, { env }).secret === undefined)
    throw new UsageError("--webhook needs the secret that signs it, in GENWAIT_WEBHOOK_SECRET.");
  return {
    ...(key !== undefined && { key }),
    ...(data !== undefined && { data: dataOf(data) }),
    ...(webhook !== undefined && { webhook }),
  };
};

const dataOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new UsageError("--data is no JSON. Write something like --data '{\"order\":4711}'.", { cause });
  }
};
