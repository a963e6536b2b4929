/* Made by `pnpm generate` from specs/gamma/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again. */
import type { ApiOperation } from "@genwait/client-core";

export const apiOperations: readonly ApiOperation[] = [
  {
    id: "getGenerationStatus",
    method: "GET",
    path: "/v1.0/generations/{id}",
    parameters: [{ name: "id", in: "path", required: true }],
  },
  {
    id: "createGeneration",
    method: "POST",
    path: "/v1.0/generations",
    body: { required: true, media: "application/json" },
    starts: { method: "startGeneration", job: "generation", id: "/generationId" },
  },
];
