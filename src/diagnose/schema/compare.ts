import { isObject } from '../json';
import type { ApiShapes, Shape } from './shape';

export type DifferenceKind = 'missing' | 'added' | 'type' | 'value';

/** One way in which a value is not as documented. It quotes nothing of the value but names of fields. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** The field, such as `items[].role.role_type`. */
  readonly field: string;
  /** The type that was found, or that is missing. */
  readonly found: string;
}

type Note = (difference: Difference) => void;

/** Compares a value with its documented shape. */
export class Comparison {
  constructor(private readonly shapes: ApiShapes['shapes']) {}

  differences(value: unknown, shape: Shape, field = ''): Difference[] {
    const found: Difference[] = [];
    this.compare(value, shape, field, (difference) => found.push(difference));
    return found;
  }

  private compare(value: unknown, given: Shape, field: string, note: Note): void {
    const shape = this.resolved(given);
    const choices = shape.oneOf ?? shape.anyOf;
    if (choices) {
      for (const difference of this.nearest(value, choices, field)) note(difference);
      return;
    }
    if (!hasType(value, shape.type)) {
      note({ kind: 'type', field, found: typeOf(value) });
      return;
    }
    if (!hasValue(value, shape)) note({ kind: 'value', field, found: typeOf(value) });
    const { items } = shape;
    if (Array.isArray(value) && items)
      for (const item of value) this.compare(item, items, `${field}[]`, note);
    if (isObject(value)) this.compareFields(value, shape, field, note);
  }

  private compareFields(value: object, shape: Shape, at: string, note: Note): void {
    const { properties = {}, additionalProperties: others } = shape;
    for (const [name, inner] of Object.entries(properties)) {
      const field = at === '' ? name : `${at}.${name}`;
      const own: unknown = (value as Record<string, unknown>)[name];
      if (own !== undefined) this.compare(own, inner, field, note);
      else if (shape.required?.includes(name)) note({ kind: 'missing', field, found: this.typesOf(inner) });
    }
    // An object without documented fields is free JSON.
    if (shape.properties === undefined && typeof others !== 'object') return;
    for (const [name, own] of Object.entries(value)) {
      if (Object.hasOwn(properties, name)) continue;
      if (typeof others === 'object') this.compare(own, others, `${at}.*`, note);
      else if (others !== true)
        note({ kind: 'added', field: at === '' ? name : `${at}.${name}`, found: typeOf(own) });
    }
  }

  /** The differences from the choice that fits best. */
  private nearest(value: unknown, choices: readonly Shape[], field: string): Difference[] {
    const all = choices.map((choice) => this.differences(value, choice, field));
    return all.reduce((best, each) => (each.length < best.length ? each : best), all[0] ?? []);
  }

  /** The shape without names of others, and with all its parts in one. */
  private resolved(shape: Shape): Shape {
    if (shape.ref !== undefined) return this.resolved(this.shapes[shape.ref] ?? {});
    if (shape.allOf === undefined) return shape;
    const parts = shape.allOf.map((part) => this.resolved(part));
    return {
      type: 'object',
      required: parts.flatMap(({ required = [] }) => required),
      properties: Object.assign(
        {},
        ...parts.map(({ properties = {} }) => properties),
      ) as Shape['properties'] & object,
    };
  }

  private typesOf(shape: Shape): string {
    const { type, oneOf, anyOf } = this.resolved(shape);
    return [type ?? (oneOf ?? anyOf)?.map((each) => this.typesOf(each)) ?? 'any'].flat().join(' or ');
  }
}

function hasType(value: unknown, types: Shape['type']): boolean {
  if (types === undefined) return true;
  const type = typeOf(value);
  const fits = (each: string) => each === type || (each === 'number' && type === 'integer');
  return typeof types === 'string' ? fits(types) : types.some(fits);
}

function hasValue(value: unknown, { enum: allowed, const: only }: Shape): boolean {
  return (allowed?.includes(value) ?? true) && (only === undefined || only === value);
}

/** The type of a value by its name in JSON schema. */
function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
