import type { ApiOperation } from "@genwait/client-core";
import { type ContractApi, type ContractCreate, type ContractJob, creates } from "../apis.ts";

/** What a program has to know to get a job's files without a line of ours: all of it stands in the API's document. */
export interface TrialPlan {
  readonly create: { readonly method: string; readonly url: string; readonly body: unknown };
  /** The key, whatever its text. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON Pointer of the job's id in the create's response. */
  readonly id: string;
  /** `{id}` stands for the job's id. */
  readonly status: { readonly method: string; readonly url: string };
  /** JSON Pointers of the members that have addresses of files, `*` for every element of a list. */
  readonly files: readonly string[];
}

/** A create whose job brings files, and is polled by an address: the way that any HTTP client can go. */
export interface Trial {
  readonly title: string;
  readonly api: ContractApi;
  readonly job: ContractJob;
  readonly create: ContractCreate;
}

/** The path parameter that carries the job's id, where it is one. */
export const idParameterOf = ({ declaration: { id } }: ContractJob): string | undefined =>
  /^\$request\.path\.(.+)$/.exec(id.request ?? "")?.[1];

/** Every such create of every API: what is sent is JSON, and a job is known by its id alone. */
export const trials: readonly Trial[] = creates.filter(
  ({ job, create }) =>
    (job.declaration.files ?? []).some(({ of = "status" }) => of === "status") &&
    idParameterOf(job) !== undefined &&
    (job.description.parameters ?? []).length === 0 &&
    create.operation.body?.media === "application/json",
);

/** The plan for a service that is reached there. */
export const planOf = ({ api, job, create }: Trial, baseUrl: string): TrialPlan => ({
  create: { method: create.operation.method, url: baseUrl + create.operation.path, body: create.input },
  headers: keyOf(api),
  id: create.operation.starts?.id ?? "",
  status: { method: job.operation.method, url: baseUrl + pathOf(job.operation) },
  files: (job.declaration.files ?? []).map(({ at }) => at),
});

const keyOf = ({ description: { key } }: ContractApi): Readonly<Record<string, string>> =>
  key?.in === "header" ? { [key.name]: `${key.prefix ?? ""}any` } : {};

const pathOf = ({ path }: ApiOperation): string => path.replace(/\{[^}]*\}/, "{id}");
