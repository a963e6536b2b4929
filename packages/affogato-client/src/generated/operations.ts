/* Made by `pnpm generate` from specs/affogato/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again. */
import type { ApiOperation } from "@genwait/client-core";

export const apiOperations: readonly ApiOperation[] = [
  {
    id: "getGenerationStatus",
    method: "GET",
    path: "/pub/v1/generations/{generation_id}/status",
    parameters: [{ name: "generation_id", in: "path", required: true }],
    deprecated: true,
  },
  {
    id: "getGeneration",
    method: "GET",
    path: "/pub/v1/generations/{generation_id}",
    parameters: [{ name: "generation_id", in: "path", required: true }],
  },
  {
    id: "createGeneration",
    method: "POST",
    path: "/pub/v1/generations",
    body: { required: true, media: "application/json" },
    starts: { method: "startGeneration", job: "generation", id: "/data/generation_id", items: "/data/media" },
  },
];
