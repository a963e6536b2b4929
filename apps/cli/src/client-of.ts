import type { AnyClient, ApiDescription } from "@genwait/client-core";
import type { ParsedOptions } from "./parse-options.ts";
import { UsageError } from "./usage-error.ts";

/** The API's client, at the server that the command line names. */
export const clientOf = (api: ApiDescription, options: ParsedOptions): AnyClient => {
  const baseUrl = options.text("base-url");
  if (baseUrl !== undefined && !isServer(baseUrl)) {
    throw new UsageError(
      `--base-url ${withoutCredentials(baseUrl)} is no server's address. Write something like http://127.0.0.1:4010.`,
    );
  }
  return api.createClient(baseUrl === undefined ? {} : { baseUrl });
};

const isServer = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return (
    url !== undefined &&
    (url.protocol === "http:" || url.protocol === "https:") &&
    url.username === "" &&
    url.password === ""
  );
};

const withoutCredentials = (text: string): string => text.replace(/\/\/[^/@]*@/, "//…@");
