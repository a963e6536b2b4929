// Made by `pnpm generate` from specs/affogato/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import type { Validate } from "@genwait/client-core";
import { integer, list, number, object, string } from "@genwait/client-core/parts";

export const validateGenerationStatusSuccessResponse: Validate = object({
  data: list(object({ image_id: string, status: string })),
  err: object({ message: string }),
});

export const validateGenerationResponse: Validate = object({
  data: object({
    generation_id: string,
    created_at: integer,
    media: list(object({
      id: string,
      type: string,
      status: string,
      dim: object({ height: integer, width: integer }),
      url: string,
    })),
  }),
  err: object({ message: string }),
  pagination: object({ page: integer, page_size: integer, total: integer }),
});

export const validateCreateGenerationResponse: Validate = object({
  data: object({
    credits_remaining: number,
    generation_id: string,
    media: list(object({ id: string, type: string, status: string })),
  }),
  err: object({ message: string }),
});

export const validateAnything: Validate = () => [];
