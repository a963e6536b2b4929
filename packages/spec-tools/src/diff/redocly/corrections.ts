/**
 * The rules of `redocly diff`, and where each is wrong for a client. Our own comparison judges what they judge; the corpus holds the two
 * against each other, and every difference falls under one of these.
 */
export const corrections: Readonly<Record<string, string>> = {
  "operation-removed": "right; an operation that moved is one reason here",
  "path-removed": "right; an operation that moved is one reason here",
  "operation-id-changed": "right",
  "parameter-removed":
    "blind to parameters that moved between a path and its operations, and to a path parameter's new name",
  "parameter-became-required":
    "blind to parameters that moved between a path and its operations; minds an Accept header",
  "parameter-serialization-changed":
    "takes a default that is spelled out for a change; does not look into objects in the query",
  "request-body-removed": "right",
  "request-body-became-required": "does not see a required body that is new",
  "response-removed":
    "an error that is no longer listed breaks nobody, and a code may be in a range; a new success is no news to it",
  "response-header-removed": "does not see a header that may be missing now",
  "media-type-removed": "takes a charset for another media type; does not compare how the parts of a form are written",
  "security-requirement-changed": "blind to a key that is asked for where `security: []` was",
  "security-scheme-changed": "minds schemes that no operation asks for, and new names for the same scheme",
  "server-removed": "minds a slash at the end, and not a variable's lost value",
  "schema-type-changed": "minds a reference that may be null, an inferred type, types written as a union",
  "enum-values-removed": "blind to lists of values written as a union; looks the wrong way inside `not`",
  "enum-values-added": "enums in responses are open in our clients",
  "required-properties-added": "blind to allOf",
  "required-properties-removed": "blind to allOf",
  "property-removed": "lets callers send what is not read any more; does not see readOnly and writeOnly appear",
  "schema-constraint-changed":
    "takes a limit of zero for one, a finer step for another; does not look at a discriminator",
  "schema-combinator-changed": "weighs how schemas are put together, not what they come to",
};
