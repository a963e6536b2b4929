import type { ApiModel } from "../document/api-model.ts";

/** An API as the control API shows it. */
export interface ApiReport {
  readonly name: string;
  readonly title: string;
  readonly url: string;
  readonly jobs: readonly JobKind[];
}

/** A job that a document declares. */
export interface JobKind {
  readonly name: string;
  readonly operation: string;
  readonly path: string;
  readonly isDeprecated: boolean;
}

/** What a document declares, in short. */
export const describeApi = ({ name, title, jobs }: ApiModel, url: string): ApiReport => ({
  name,
  title,
  url,
  jobs: jobs.map(({ declaration, operation }) => ({
    name: declaration.name,
    operation: operation.name,
    path: operation.path,
    isDeprecated: operation.deprecated,
  })),
});
