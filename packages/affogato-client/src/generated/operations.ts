// Made by `pnpm generate` from specs/affogato/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import type { Operation } from "@genwait/client-core";

import {
  validateCreateGenerationResponse,
  validateGenerationResponse,
  validateGenerationStatusSuccessResponse,
} from "./validators.ts";

export const operations: Readonly<Record<string, Operation>> = {
  getGenerationStatus: {
    id: "getGenerationStatus",
    method: "GET",
    path: "/pub/v1/generations/{generation_id}/status",
    answers: { "200": validateGenerationStatusSuccessResponse },
    deprecated: true,
  },
  getGeneration: {
    id: "getGeneration",
    method: "GET",
    path: "/pub/v1/generations/{generation_id}",
    answers: { "200": validateGenerationResponse },
  },
  createGeneration: {
    id: "createGeneration",
    method: "POST",
    path: "/pub/v1/generations",
    body: "input",
    starts: { method: "startGeneration", job: "generation", id: "/data/generation_id", items: "/data/media" },
    answers: { "200": validateCreateGenerationResponse, "202": validateCreateGenerationResponse },
  },
};
