// Made by `pnpm generate` from specs/gamma/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import type { Operation } from "@genwait/client-core";

import { validateCreateGenerationResponse, validateGenerationStatusResponse } from "./validators.ts";

export const operations: Readonly<Record<string, Operation>> = {
  getGenerationStatus: {
    id: "getGenerationStatus",
    method: "GET",
    path: "/v1.0/generations/{id}",
    answers: { "200": validateGenerationStatusResponse },
  },
  createGeneration: {
    id: "createGeneration",
    method: "POST",
    path: "/v1.0/generations",
    body: "input",
    starts: { method: "startGeneration", job: "generation", id: "/generationId" },
    answers: { "200": validateCreateGenerationResponse, "201": validateCreateGenerationResponse },
  },
};
