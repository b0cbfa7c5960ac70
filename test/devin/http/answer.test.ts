import * as answer from '../../../src/devin/http/answer';
import { DevinError } from '../../../src/devin/errors';

const fields = JSON.parse(
  '{"text": "a", "empty": "", "whole": 3, "half": 0.5, "huge": 1e300, "yes": true, "nothing": null, "list": [1], "numeral": "3"}',
) as Record<string, unknown>;

type Reader = (fields: Record<string, unknown>, name: string) => unknown;
const readers: Record<string, { read: Reader; takes: string[]; isNullable: boolean }> = {
  string: { read: answer.string, takes: ['text', 'numeral'], isNullable: false },
  nullableString: { read: answer.nullableString, takes: ['text', 'empty', 'numeral'], isNullable: true },
  nullableBoolean: { read: answer.nullableBoolean, takes: ['yes'], isNullable: true },
};

const cases = Object.entries(readers).flatMap(([name, reader]) =>
  [...Object.keys(fields), 'missing'].map((field) => ({ name, field, ...reader })),
);

describe.each(cases)('$name of $field', ({ read, field, takes, isNullable }) => {
  if (takes.includes(field)) {
    it('is the value', () => expect(read(fields, field)).toBe(fields[field]));
  } else if (isNullable && (field === 'nothing' || field === 'missing')) {
    it('is null', () => expect(read(fields, field)).toBeNull());
  } else {
    it('is refused: the error names the field and not the value', () => {
      const error = thrownBy(() => read(fields, field));
      expect(error).toMatchObject({ outcome: 'malformed', failureType: 'system_error' });
      expect(error.message).toMatch(
        new RegExp(`^Devin's answer is not as documented: it has .* in "${field}"$`),
      );
    });
  }
});

describe('object and array', () => {
  it('are returned unchanged', () => {
    expect(answer.object(fields, 'a member')).toBe(fields);
    expect(answer.array(fields.list, '"items"')).toBe(fields.list);
  });

  it.each([[null], ['a'], [3], [[]], [undefined]])('%j is not an object', (value) => {
    expect(thrownBy(() => answer.object(value, 'a member')).message).toContain('no object as a member');
  });

  it.each([[null], ['a'], [{}], [undefined]])('%j is not a list', (value) => {
    expect(thrownBy(() => answer.array(value, '"items"')).message).toContain('no list as "items"');
  });
});

function thrownBy(act: () => unknown): DevinError {
  try {
    act();
  } catch (error) {
    if (error instanceof DevinError) return error;
  }
  throw new Error('No DevinError was thrown');
}
