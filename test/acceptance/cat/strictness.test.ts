import { existsSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { root, settings, testsOf, textOf, type Bypassed } from './settings';

/*
 * What CAT asks of acceptance-test-config.yml itself, before it tests anything: config.py and the fixtures of
 * strictness level high.
 */

interface Section {
  readonly tests?: readonly object[];
  readonly bypass_reason?: string;
}

const sections = (
  parse(textOf('acceptance-test-config.yml')) as { acceptance_tests: Record<string, Section> }
).acceptance_tests;

const everywhere = ['config_path', 'timeout_seconds', 'deployment_mode'];
const client = ['configured_catalog_path', 'client_container_config'];
const keys: Record<string, string[]> = {
  spec: ['spec_path', 'backward_compatibility_tests_config', 'auth_default_method'],
  connection: ['status'],
  discovery: ['backward_compatibility_tests_config', 'validate_primary_keys_data_type'],
  basic_read: [
    ...['empty_streams', 'expect_records', 'validate_schema', 'validate_stream_statuses', 'file_types'],
    ...['validate_state_messages', 'validate_primary_keys_data_type', 'fail_on_extra_columns'],
    ...['validate_data_points', 'expect_trace_message_on_failure', 'ignored_fields', ...client],
  ],
  full_refresh: ['ignored_fields', ...client],
  incremental: ['future_state', 'skip_comprehensive_incremental_tests', ...client],
  connector_attributes: ['streams_without_primary_key', 'allowed_hosts', 'suggested_streams'],
  connector_documentation: [],
};

test('the strictness is high', () => expect(settings.test_strictness_level).toBe('high'));

test.each(Object.entries(sections))(
  '%s has no key that CAT does not know, and its files exist',
  (name, section) => {
    expect(Object.keys(keys)).toContain(name);
    for (const each of section.tests ?? []) {
      const unknown = Object.keys(each).filter(
        (key) => ![...everywhere, ...(keys[name] ?? [])].includes(key),
      );
      expect(unknown).toEqual([]);
      const files = Object.entries(each).filter(([key]) => key.endsWith('_path'));
      expect(files.filter(([, file]) => !existsSync(path.join(root, String(file))))).toEqual([]);
    }
  },
);

test.each(['spec', 'connection', 'discovery', 'basic_read', 'full_refresh', 'incremental'])(
  '%s, which is mandatory, has tests',
  (name) => expect(sections[name]?.tests?.length).toBeGreaterThan(0),
);

test('each skipped test has a reason', () => {
  const isReasoned = ({ tests, bypass_reason: reason }: Section): boolean =>
    tests !== undefined || (reason ?? '') !== '';
  expect(Object.values(sections).filter((section) => !isReasoned(section))).toEqual([]);
});

test.each(testsOf('basic_read'))(
  'basic_read of %s has no catalog of its own, and gives its reasons',
  (_, each) => {
    expect(each.configured_catalog_path).toBeUndefined();
    expect(each.validate_schema ?? true).toBe(true);
    expect(each.expect_records?.bypass_reason).toBeTruthy();
    expect(
      withoutReason([...(each.empty_streams ?? []), ...Object.values(each.ignored_fields ?? {}).flat()]),
    ).toEqual([]);
  },
);

test.each(testsOf('incremental'))('incremental of %s says why CAT skips its future state', (_, each) => {
  expect(each.future_state?.bypass_reason).toBeTruthy();
  expect(withoutReason(each.future_state?.missing_streams ?? [])).toEqual([]);
});

function withoutReason(bypassed: readonly Bypassed[]): Bypassed[] {
  return bypassed.filter(({ bypass_reason: reason }) => (reason ?? '') === '');
}
