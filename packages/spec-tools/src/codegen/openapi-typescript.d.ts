declare module "openapi-typescript/dist/transform/schema-object.mjs" {
  import type { PropertySignature, TypeNode } from "typescript";

  /** What `openapi-typescript` exports as `transformSchemaObject`, with as much of its context as schemas need. */
  export default function transformSchemaObject(schema: object, options: { path: string; ctx: Context }): TypeNode;

  interface Context {
    readonly additionalProperties: boolean;
    readonly alphabetize: boolean;
    readonly arrayLength: boolean;
    readonly conditionalEnums: boolean;
    readonly dedupeEnums: boolean;
    readonly defaultNonNullable: boolean;
    readonly discriminators: { readonly objects: object; readonly refsHandled: readonly string[] };
    readonly emptyObjectsUnknown: boolean;
    readonly enum: boolean;
    readonly enumValues: boolean;
    readonly excludeDeprecated: boolean;
    readonly immutable: boolean;
    readonly injectFooter: unknown[];
    readonly propertiesRequiredByDefault: boolean;
    readonly readWriteMarkers: boolean;
    resolve(reference: string): object | undefined;
    transform(schema: object): TypeNode | undefined;
    transformProperty(property: PropertySignature, schema: object): PropertySignature;
  }
}
