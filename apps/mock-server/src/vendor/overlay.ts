// All that the mock takes of the overlay library. In the published package the file of this name is a bundle: see scripts/bundle.mjs.
export { openapiOverlay } from "openapi-format";
