import { pointerTokens } from "@genwait/lifecycle";

import { isJsonObject, type Json, memberOf } from "../openapi/json.ts";

/** The body with a value at a JSON Pointer; objects on the way are made. Lists are no way. */
export const withValueAt = (body: Json, pointer: string, value: Json): Json =>
  withValue(body, pointerTokens(pointer), value);

const withValue = (body: Json, [token, ...rest]: readonly string[], value: Json): Json =>
  token === undefined
    ? value
    : { ...(isJsonObject(body) && body), [token]: withValue(memberOf(body, token) ?? {}, rest, value) };
