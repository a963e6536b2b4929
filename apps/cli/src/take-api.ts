import type { ApiDescription } from "@genwait/client-core";
import { type ApiModules, builtInApi, ownApi } from "./load-api.ts";
import type { ParsedOptions } from "./parse-options.ts";
import { UsageError } from "./usage-error.ts";

export interface TakenApi {
  readonly api: ApiDescription;
  readonly modules: ApiModules;
  /** The words behind the API's name. */
  readonly rest: readonly string[];
  /** What `--api` named. */
  readonly own: string | undefined;
}

/** The API that a command line means: its first word, or what `--api` brings; then the name may stand there, too. */
export const takeApi = async (options: ParsedOptions, cwd: string): Promise<TakenApi> => {
  const own = options.text("api");
  const [first, ...behind] = options.positionals;
  if (own !== undefined) {
    const modules = await ownApi(own, cwd);
    const { api } = await modules.client();
    return { api, modules, rest: first === api.name ? behind : options.positionals, own };
  }
  if (first === undefined)
    throw new UsageError("Which API? Write its name first, such as in genwait wait <api> <id>. See genwait help.");
  const modules = builtInApi(first);
  return { api: (await modules.client()).api, modules, rest: behind, own };
};
