import {
  type Arbitrary,
  anything,
  array,
  boolean,
  constant,
  constantFrom,
  double,
  integer,
  oneof,
  record,
  stringMatching,
  tuple,
  uuid,
} from 'fast-check';
import { anyText } from './any-text.ts';

/** The part of JSON Schema that our OpenAPI document uses for what it takes. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

const json = anything({ withNullPrototype: false, maxDepth: 2 });

/** Values that a schema allows. Throws for a keyword that it does not know. */
export function valuesOf(schema: Schema): Arbitrary<unknown> {
  if (schema.const !== undefined) return constant(schema.const);
  if (schema.enum) return constantFrom(...schema.enum);
  const { minimum: min = -1e6, maximum: max = 1e6 } = schema;
  switch (schema.type) {
    case 'string':
      return textsOf(schema);
    case 'integer':
      return integer({ min, max });
    case 'number':
      return double({ min, max, noNaN: true });
    case 'boolean':
      return boolean();
    case 'array':
      return array(valuesOf(schema.items ?? {}), { maxLength: 3 });
    case 'object':
      return objectsOf(schema, valuesOf);
    case undefined:
      return oneof(schema.properties ? objectsOf(schema, valuesOf) : json, json);
    default:
      throw new Error(`no values are known for the type ${schema.type}`);
  }
}

/**
 * Values that a schema forbids, each for one reason: another type, too long, no match, or a property that is
 * missing or wrong. Null where everything is allowed.
 */
export function breachesOf(schema: Schema): Arbitrary<unknown> | null {
  const { type, pattern, maxLength, minLength, properties, required = [] } = schema;
  if (type === undefined && !schema.enum && schema.const === undefined) return null;
  const wrongType = json.filter((value) => !isOf(value, schema));
  const reasons: Arbitrary<unknown>[] = [wrongType];
  if (maxLength !== undefined) reasons.push(constant('x'.repeat(maxLength + 1)));
  if (minLength) reasons.push(constant(''));
  if (pattern !== undefined) {
    const regex = new RegExp(pattern, 'u');
    reasons.push(anyText(60).filter((text) => !regex.test(text)));
  }
  if (type === 'object') {
    for (const name of required) {
      reasons.push(objectsOf(schema, valuesOf).map((value) => without(value, name)));
    }
    for (const [name, property] of Object.entries(properties ?? {})) {
      const wrong = breachesOf(property);
      if (wrong) {
        const objects = tuple(objectsOf(schema, valuesOf), wrong);
        reasons.push(objects.map(([value, breach]) => ({ ...value, [name]: breach })));
      }
    }
  }
  return oneof(...reasons);
}

function isOf(value: unknown, schema: Schema): boolean {
  // What JSON makes of a value that it does not have: a property that is not there.
  const text = JSON.stringify(value);
  if (text === undefined) return true;
  const parsed: unknown = JSON.parse(text);
  if (schema.enum) return schema.enum.includes(parsed);
  if (schema.const !== undefined) return parsed === schema.const;
  switch (schema.type) {
    case 'integer':
      return Number.isInteger(parsed);
    case 'array':
      return Array.isArray(parsed);
    case 'object':
      return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    default: {
      // The names of JSON Schema are those of JavaScript.
      const name: string = typeof parsed;
      return name === schema.type;
    }
  }
}

function textsOf({ pattern, format, minLength = 0, maxLength = 200 }: Schema): Arbitrary<string> {
  if (format === 'uuid') return uuid();
  if (format !== undefined) throw new Error(`no texts are known for the format ${format}`);
  if (pattern !== undefined) {
    return stringMatching(new RegExp(pattern, 'u'), { maxLength: Math.min(maxLength, 60) }).filter(
      (text) => text.length >= minLength && text.length <= maxLength,
    );
  }
  return anyText(Math.min(maxLength, 300)).filter(
    // As JSON Schema counts them: by code points.
    (text) => [...text].length >= minLength && text.length <= maxLength,
  );
}

function objectsOf(
  { properties = {}, required = [] }: Schema,
  of: (schema: Schema) => Arbitrary<unknown>,
): Arbitrary<Record<string, unknown>> {
  const model = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, of(property)]),
  );
  return record(model, { requiredKeys: [...required], noNullPrototype: true });
}

function without(value: Record<string, unknown>, name: string): Record<string, unknown> {
  const { [name]: _, ...rest } = value;
  return rest;
}
