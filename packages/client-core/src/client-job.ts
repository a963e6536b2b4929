import type { Job, Lifecycle, Reading, ReadOptions, SavedJob } from "@genwait/lifecycle";
import type { JobDeclaration, Operation } from "./api-descriptor.ts";
import type { JobOptions } from "./client-options.ts";
import type { Connection } from "./connection.ts";
import { readJob } from "./read-job.ts";

/** What all jobs of one name at one client share. */
export interface JobKind {
  readonly connection: Connection;
  readonly name: string;
  readonly declaration: JobDeclaration;
  readonly operation: Operation;
}

/**
 * A class, so that ten thousand waiting jobs share their functions and keep little more than an id each. What they share is
 * private: a job that is printed shows no key.
 */
export class ClientJob implements Job {
  readonly #kind: JobKind;
  readonly id: string;
  declare readonly createdAtMs?: number;
  declare readonly expectedItems?: number;

  constructor(kind: JobKind, id: string, { createdAtMs, expectedItems }: JobOptions) {
    this.#kind = kind;
    this.id = `${id}`;
    if (createdAtMs != null) this.createdAtMs = createdAtMs;
    if (expectedItems != null) this.expectedItems = expectedItems;
  }

  get api(): string {
    return this.#kind.connection.api.name;
  }

  get name(): string {
    return this.#kind.name;
  }

  get identity(): string {
    return `${this.api}/${this.name}/${this.#kind.connection.baseUrl}/${this.id}`;
  }

  get paceGroup(): object {
    return this.#kind.connection.paceGroup;
  }

  get lifecycle(): Lifecycle {
    return this.#kind.declaration.lifecycle;
  }

  read({ signal }: ReadOptions): Promise<Reading> {
    return readJob(this.#kind, this, signal);
  }

  toJSON(): SavedJob {
    const { api, name, id, createdAtMs, expectedItems } = this;
    return {
      api,
      name,
      id,
      baseUrl: this.#kind.connection.baseUrl,
      ...(createdAtMs !== undefined && { createdAtMs }),
      ...(expectedItems !== undefined && { expectedItems }),
    };
  }
}
