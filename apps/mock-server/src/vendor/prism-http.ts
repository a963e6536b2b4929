// All that the mock takes of Prism. In the published package the file of this name is a bundle: see scripts/bundle.mjs.
export type { IHttpConfig, IHttpResponse, PrismHttpComponents } from "@stoplight/prism-http";
export { createInstance, getHttpOperationsFromSpec } from "@stoplight/prism-http";
