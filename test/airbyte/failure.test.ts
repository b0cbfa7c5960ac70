import VError from 'verror';
import { asFailure } from '../../src/airbyte/failure';

const refused = new VError(
  { info: { code: 'invalid_permissions', failureType: 'config_error' } },
  'Devin said no',
);

test.each<[string, unknown, string, string]>([
  ['with a code and a failure type', refused, 'invalid_permissions: Devin said no', 'config_error'],
  [
    'that takes its failure information from its cause',
    new VError({ cause: refused, info: { permission: {} } }, 'The members cannot be listed'),
    'invalid_permissions: The members cannot be listed: Devin said no',
    'config_error',
  ],
  [
    'without a code',
    new VError({ info: { failureType: 'transient_error' } }, 'Wait'),
    'Wait',
    'transient_error',
  ],
  ['that is a bug', new TypeError('x is not a function'), 'x is not a function', 'system_error'],
  ['that is not an Error', 'just text', 'just text', 'system_error'],
  ['that is undefined', undefined, 'undefined', 'system_error'],
])('an error %s', (_name, error, message, failureType) => {
  expect(asFailure(error)).toMatchObject({ message, failureType });
});

test('only a bug comes with its name and stack', () => {
  const bug = asFailure(new VError(new TypeError('inner'), 'outer'));
  expect(bug.internalMessage).toBe('VError');
  expect(bug.stackTrace).toMatch(/outer[^]*caused by: TypeError: inner/);
  expect(asFailure(refused)).not.toHaveProperty('stackTrace');
  expect(asFailure(refused)).not.toHaveProperty('internalMessage');
});

test('the caller provides the sentence after the code', () => {
  expect(asFailure(refused, (message) => `members: ${message}.`).message).toBe(
    'invalid_permissions: members: Devin said no.',
  );
});
