import { type Job, readAnswer } from "@genwait/lifecycle";
import type { ApiDescriptor } from "./api-descriptor.ts";
import type { Ask } from "./ask.ts";
import { isSegment } from "./build-request.ts";
import { errorMaker } from "./call-error.ts";
import type { JobOptions } from "./client-options.ts";
import { entry } from "./entry.ts";

/** A job of a client; a waiting loop knows it as a {@link Job}. */
export type ClientJob = Job & JobOptions;

/**
 * Makes a job by its id; sends nothing.
 *
 * @throws ApiError for an id that cannot be asked for.
 */
export type MakeJob = (id: string, options?: JobOptions) => ClientJob;

/**
 * Jobs of one name share a prototype, so that ten thousand that wait keep little more than an id each. It reaches the
 * client only through its functions: a job that is printed shows no key.
 */
export const jobMaker = (name: string, api: ApiDescriptor, ask: Ask, baseUrl: string, paceGroup: object): MakeJob => {
  const { lifecycle, operation: operationId, id: place } = entry(api.jobs, name);
  const operation = entry(api.operations, operationId);
  const shared: Omit<ClientJob, "id"> & ThisType<ClientJob> = {
    api: api.name,
    name,
    paceGroup,
    lifecycle,
    get identity() {
      return `${api.name}/${name}/${baseUrl}/${this.id}`;
    },
    async read({ signal }) {
      const parameters = { [place.name]: this.id };
      const input = [parameters, place.in === "body" ? parameters : undefined] as const;
      const [answer, state, departures] = await ask(operation, input, (found) => readAnswer(lifecycle, found, this), {
        signal,
      });
      const { header, retryAfterMs } = answer;
      const { pace } = lifecycle;
      const slowDownMs = pace?.slowDown?.(pace.limits, header);
      return {
        state,
        ...(retryAfterMs !== undefined && { retryAfterMs }),
        ...(slowDownMs && { slowDownMs }),
        ...(departures[0] && { departures }),
      };
    },
    toJSON() {
      return { ...this, api: api.name, name, baseUrl };
    },
  };
  return (id, { createdAtMs, expectedItems } = {}) => {
    if (!isSegment(id)) throw errorMaker(api, operation)("invalid-request", `${place.name} cannot be "${id}"`);
    return Object.assign(
      Object.create(shared),
      { id: `${id}` },
      createdAtMs != null && { createdAtMs },
      expectedItems != null && { expectedItems },
    );
  };
};
