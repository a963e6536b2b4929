import type { AnyClient, ApiDescription } from "./api-description.ts";
import type { ClientOptions } from "./client-options.ts";

/** Makes the client of an API. */
export const createApiClient = <C extends AnyClient>(api: ApiDescription<C>, _options: ClientOptions = {}): C => {
  throw new TypeError(`the client of ${api.name} is being rebuilt`);
};
