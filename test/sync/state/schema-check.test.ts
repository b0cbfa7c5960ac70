import { Ajv } from 'ajv';
import fc from 'fast-check';
import { problemWith, type Schema } from '../../../src/sync/state/schema-check';

const day: Schema = { type: 'string', format: 'date' };
const whole: Schema = {
  type: 'object',
  required: ['text', 'count'],
  properties: {
    text: { type: 'string', minLength: 2, maxLength: 3 },
    kind: { type: 'string', enum: ['one', 'two'] },
    pattern: { type: 'string', pattern: '^a+$' },
    count: { type: 'integer', minimum: 0, maximum: 3 },
    share: { type: 'number', nullable: true },
    flag: { type: 'boolean' },
    list: { type: 'array', items: { type: 'integer' }, minItems: 1 },
    pair: {
      type: 'array',
      items: [{ type: 'string' }, { type: 'string', nullable: true }],
      minItems: 2,
      maxItems: 2,
    },
    days: { type: 'object', required: [], additionalProperties: { type: 'integer', minimum: 1 } },
    free: { type: 'object', additionalProperties: true },
  },
};

test.each<[name: string, value: unknown, problem: string]>([
  ['a missing field', { text: 'ab' }, 'state/count is missing'],
  ['another type', { text: 7, count: 1 }, 'state/text must be a string'],
  ['null', { text: 'ab', count: null }, 'state/count must be an integer'],
  ['a text that is too short', { text: 'a', count: 1 }, 'state/text must have at least 2 characters'],
  ['a number that is too large', { text: 'ab', count: 4 }, 'state/count must be at most 3'],
  ['not an allowed value', { text: 'ab', count: 1, kind: 'three' }, 'state/kind must be one or two'],
  ['an entry of a dictionary', { text: 'ab', count: 1, days: { u1: 0 } }, 'state/days/u1 must be at least 1'],
  ['an item of a list', { text: 'ab', count: 1, list: [1, 'x'] }, 'state/list/1 must be an integer'],
  ['an item of a pair', { text: 'ab', count: 1, pair: ['x', 7] }, 'state/pair/1 must be a string'],
  [
    'a list that is too long',
    { text: 'ab', count: 1, pair: ['x', null, 'x'] },
    'state/pair must have at most 2 items',
  ],
  ['not an object', [], 'state must be an object'],
])('the first problem names its field: %s', (_name, value, problem) => {
  expect(problemWith(value, whole, 'state')).toBe(problem);
});

test.each([
  ['the first day', day, '2000-01-01', true],
  ['the last day', day, '2999-12-31', true],
  ['a day before', day, '1999-12-31', false],
  ['year 0', day, '0000-01-01', false],
  ['year 9999', day, '9999-12-31', false],
  ['not a day', day, '2026-02-30', false],
  ['a time', { ...day, format: 'date-time' }, '2026-11-20T09:00:00Z', true],
  ['a fraction of a second', { ...day, format: 'date-time' }, '2026-11-20T09:00:00.250Z', true],
  ['a time in year 9999', { ...day, format: 'date-time' }, '9999-11-20T09:00:00Z', false],
  ['a time in year 0', { ...day, format: 'date-time' }, '0000-11-20T09:00:00Z', false],
  ['a time on a day that does not exist', { ...day, format: 'date-time' }, '2026-02-30T09:00:00Z', false],
  ['hour 24', { ...day, format: 'date-time' }, '2026-11-20T24:00:00Z', false],
  ['an offset', { ...day, format: 'date-time' }, '2026-11-20T09:00:00+01:00', false],
  ['a day instead of a time', { ...day, format: 'date-time' }, '2026-11-20', false],
])('dates are in the range that a sync can write: %s', (_name, schema, text, fits) => {
  expect(problemWith(text, schema, 'state') === undefined).toBe(fits);
});

test('ajv finds the same values right and the same values wrong', () => {
  const ajv = new Ajv({ strict: false }).compile(whole);
  const scalar = fc.oneof(
    fc.constantFrom('a', 'ab', 'abc', 'abcd', 'aaa', 'one', 'two', '', null, true, false),
    fc.constantFrom(0, 1, 3, 4, -1, 0.5),
  );
  const any = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(fc.constant('u'), scalar));
  const fields = Object.keys(whole.properties ?? {});
  const broken = fc.record(Object.fromEntries(fields.map((field) => [field, any])), { requiredKeys: [] });
  const right = { text: fc.constantFrom('ab', 'abc', 'a'), count: fc.constantFrom(0, 3, 4) };
  const one = fc
    .tuple(fc.record(right), fc.constantFrom(...fields), any)
    .map(([object, field, value]) => ({ ...object, [field]: value }));
  fc.assert(
    fc.property(fc.oneof(broken, one, one, any), (value) => {
      expect(problemWith(value, whole, 'state') === undefined).toBe(ajv(value));
    }),
    { numRuns: 2000 },
  );
});
