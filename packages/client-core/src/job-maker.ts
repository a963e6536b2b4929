import type { Job } from "@genwait/lifecycle";
import type { JobDeclaration, Operation } from "./api-descriptor.ts";
import { isSegment } from "./build-request.ts";
import { callError } from "./call-error.ts";
import type { JobOptions } from "./client-options.ts";
import type { Connection } from "./connection.ts";
import { readJob } from "./read-job.ts";

/** A job of a client; a waiting loop knows it as a {@link Job}. */
export type ClientJob = Job & JobOptions;

/** What all jobs of one name at one client share. */
export interface JobKind {
  readonly connection: Connection;
  readonly declaration: JobDeclaration;
  readonly operation: Operation;
}

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
export const jobMaker = (name: string, kind: JobKind): MakeJob => {
  const { api, baseUrl, paceGroup } = kind.connection;
  const { lifecycle, id: place } = kind.declaration;
  const shared: Omit<ClientJob, "id"> & ThisType<ClientJob> = {
    api: api.name,
    name,
    paceGroup,
    lifecycle,
    get identity() {
      return `${api.name}/${name}/${baseUrl}/${this.id}`;
    },
    read({ signal }) {
      return readJob(kind, this, signal);
    },
    toJSON() {
      return { ...this, api: api.name, name, baseUrl };
    },
  };
  return (id, { createdAtMs, expectedItems } = {}) => {
    if (!isSegment(id))
      throw callError({ ...kind, scrub: String }, "invalid-request", `${place.name} cannot be "${id}"`);
    return Object.assign(
      Object.create(shared),
      { id: `${id}` },
      createdAtMs != null && { createdAtMs },
      expectedItems != null && { expectedItems },
    );
  };
};
