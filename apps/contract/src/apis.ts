import type { ContractApi, ContractCreate, ContractJob } from "./contract-api.ts";
import { discoverApis } from "./discover-apis.ts";

/** Every API, found once for a run. */
export const apis: readonly ContractApi[] = await discoverApis();

/** Every job of every API, for `describe.each`. */
export const jobs: readonly { readonly title: string; readonly api: ContractApi; readonly job: ContractJob }[] =
  apis.flatMap((api) => api.jobs.map((job) => ({ title: job.title, api, job })));

/** Every job that a create can start. */
export const creates: readonly {
  readonly title: string;
  readonly api: ContractApi;
  readonly job: ContractJob;
  readonly create: ContractCreate;
}[] = jobs.flatMap(({ job, ...rest }) => (job.create === undefined ? [] : [{ ...rest, job, create: job.create }]));
