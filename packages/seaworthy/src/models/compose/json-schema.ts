/** The keywords of JSON Schema that the Compose schema uses; anything else in it says nothing about validity. */
export interface Schema {
  readonly type?: TypeName | readonly TypeName[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly uniqueItems?: boolean;
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** `#/$defs/<name>` */
  readonly $ref?: string;
}

export type TypeName = "object" | "array" | "string" | "number" | "integer" | "boolean" | "null";

export interface SchemaDocument extends Schema {
  readonly $defs: Readonly<Record<string, Schema>>;
}
