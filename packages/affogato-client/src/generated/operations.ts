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
    method: "get",
    path: "/pub/v1/generations/{generation_id}/status",
    parameters: [{ name: "generation_id", in: "path", required: true }],
    hasBody: false,
    answers: { "200": validateGenerationStatusSuccessResponse },
    deprecated: true,
  },
  getGeneration: {
    id: "getGeneration",
    method: "get",
    path: "/pub/v1/generations/{generation_id}",
    parameters: [{ name: "generation_id", in: "path", required: true }],
    hasBody: false,
    answers: { "200": validateGenerationResponse },
  },
  createGeneration: {
    id: "createGeneration",
    method: "post",
    path: "/pub/v1/generations",
    parameters: [],
    hasBody: true,
    starts: { job: "generation", id: "/data/generation_id", items: "/data/media" },
    answers: { "200": validateCreateGenerationResponse, "202": validateCreateGenerationResponse },
  },
};
