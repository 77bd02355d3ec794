/** As much of JSON Schema as a configuration and the control API need. */
export type Schema = Kind | { readonly anyOf: readonly Schema[]; readonly description?: string };

interface Kind {
  readonly type: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** What other members an object may have; none where this is `false`. */
  readonly additionalProperties?: false | Schema;
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
}

/** Says what is wrong with a value, and where; nothing where it fits. */
export function faultOf(schema: Schema, value: unknown, at = ''): string | undefined {
  if ('anyOf' in schema) {
    const faults = schema.anyOf.map((kind) => faultOf(kind, value, at));
    return faults.includes(undefined) ? undefined : faults.join(' Or: ');
  }
  const here = at === '' ? 'It' : at;
  if (!isOf(schema.type, value)) return `${here} must be of the type ${schema.type}.`;
  if (schema.enum && !schema.enum.includes(value as string)) {
    return `${here} must be one of ${schema.enum.join(', ')}.`;
  }
  if (schema.minimum !== undefined && (value as number) < schema.minimum) {
    return `${here} must be at least ${String(schema.minimum)}.`;
  }
  if (schema.maximum !== undefined && (value as number) > schema.maximum) {
    return `${here} must be at most ${String(schema.maximum)}.`;
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value as string)) {
    return `${here} must match ${schema.pattern}.`;
  }
  if (schema.type === 'array') return faultOfItems(schema, value as readonly unknown[], at);
  return schema.type === 'object' ? faultOfMembers(schema, value as object, at) : undefined;
}

function faultOfItems({ items }: Kind, values: readonly unknown[], at: string): string | undefined {
  const faults = values.map((item, index) => items && faultOf(items, item, `${at}[${String(index)}]`));
  return faults.find((fault) => fault !== undefined);
}

function faultOfMembers(schema: Kind, value: object, at: string): string | undefined {
  const { properties = {}, required = [], additionalProperties } = schema;
  const path = (name: string) => (at === '' ? name : `${at}.${name}`);
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return `${path(missing)} is missing.`;
  for (const [name, member] of Object.entries(value)) {
    const known = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (known === false || known === undefined) return `There is no setting ${path(name)}.`;
    const fault = faultOf(known, member, path(name));
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isOf(type: Kind['type'], value: unknown): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isSafeInteger(value);
    default:
      return typeof value === type;
  }
}
