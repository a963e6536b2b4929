import type { ApiDescription } from "@genwait/client-core";
import type { MockApiSource } from "@genwait/mock-server";
import type { ApiModules } from "./load-api.ts";

/** An API with all that its mock is made from. */
export interface LoadedMock {
  readonly api: ApiDescription;
  readonly source: MockApiSource;
}

/** Loads the client and the document of each API. */
export const loadMocks = (apis: readonly ApiModules[]): Promise<readonly LoadedMock[]> =>
  Promise.all(apis.map(loadMock));

const loadMock = async ({ client, document }: ApiModules): Promise<LoadedMock> => {
  const [{ api }, content] = await Promise.all([client(), document()]);
  if (typeof content !== "object" || content === null) {
    throw new TypeError(
      `Failed to load the document of ${api.name}: it is no object. Generate the client package again.`,
    );
  }
  return { api, source: { name: api.name, document: content } };
};
