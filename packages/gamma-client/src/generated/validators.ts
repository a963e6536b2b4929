// Made by `pnpm generate` from specs/gamma/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import type { Validate } from "@genwait/client-core";
import { number, object, string } from "@genwait/client-core/parts";

export const validateGenerationStatusResponse: Validate = object(
  {
    generationId: string,
    status: string,
    gammaId: string,
    gammaUrl: string,
    error: object({ message: string, statusCode: number }, ["message", "statusCode"]),
    exportUrl: string,
    credits: object({ deducted: number, remaining: number }, ["deducted", "remaining"]),
    title: string,
  },
  ["generationId", "status"],
);

export const validateCreateGenerationResponse: Validate = object(
  { generationId: string, warnings: string },
  ["generationId"],
);

export const validateAnything: Validate = () => [];
