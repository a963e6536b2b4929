import { ApiError, isApiError } from "./api-error.ts";

export const advise = (error: unknown): string => {
  if (!isApiError(error)) return "not ours";
  switch (error.kind) {
    case "invalid-request":
    case "unauthorized":
    case "insufficient-credits":
    case "forbidden":
    case "not-found":
    case "rejected":
      return "change something";
    case "rate-limited":
    case "unavailable":
    case "network":
    case "call-timeout":
    case "contract":
      return "try again";
    default:
      // A kind that is not listed above would not be `never`.
      return error.kind satisfies never;
  }
};

// @ts-expect-error A kind is one of a closed list.
export const unknownKind: ApiError = new ApiError("Failed", { kind: "teapot", operation: "x", blame: "caller" });
