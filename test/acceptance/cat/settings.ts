import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

export const root = path.join(__dirname, '..', '..', '..');

/** A stream or field that is left out, and why. */
export interface Bypassed {
  readonly name: string;
  readonly bypass_reason?: string;
}

/** Fields that are left out, by stream. */
export type IgnoredFields = Readonly<Record<string, readonly Bypassed[]>>;

interface OfConfiguration {
  readonly config_path: string;
}

interface OfVersion extends OfConfiguration {
  readonly backward_compatibility_tests_config?: { readonly disable_for_version?: string };
}

export interface SpecTest extends OfVersion {
  readonly spec_path: string;
}

export interface ConnectionTest extends OfConfiguration {
  readonly status: 'succeed' | 'failed';
}

export interface BasicReadTest extends OfConfiguration {
  readonly configured_catalog_path?: string;
  readonly empty_streams?: readonly Bypassed[];
  readonly expect_records?: { readonly bypass_reason?: string };
  readonly validate_schema?: boolean;
  readonly validate_stream_statuses?: boolean;
  readonly fail_on_extra_columns?: boolean;
  readonly ignored_fields?: IgnoredFields;
}

export interface FullRefreshTest extends OfConfiguration {
  readonly configured_catalog_path?: string;
  readonly ignored_fields?: IgnoredFields;
}

export interface FutureState {
  readonly future_state_path?: string;
  readonly missing_streams?: readonly Bypassed[];
  readonly bypass_reason?: string;
}

export interface IncrementalTest extends OfConfiguration {
  readonly configured_catalog_path?: string;
  readonly future_state?: FutureState;
}

interface Section<Test> {
  readonly tests?: readonly Test[];
  readonly bypass_reason?: string;
}

/** acceptance-test-config.yml. */
export interface Settings {
  readonly test_strictness_level: string;
  readonly custom_environment_variables: { readonly SOURCE_DEVIN_NOW: string };
  readonly acceptance_tests: {
    readonly spec: Section<SpecTest>;
    readonly connection: Section<ConnectionTest>;
    readonly discovery: Section<OfVersion>;
    readonly basic_read: Section<BasicReadTest>;
    readonly full_refresh: Section<FullRefreshTest>;
    readonly incremental: Section<IncrementalTest>;
    readonly connector_attributes: Section<OfConfiguration>;
  };
}

export const settings = parse(textOf('acceptance-test-config.yml')) as Settings;

type Sections = Settings['acceptance_tests'];
type TestOf<Name extends keyof Sections> = Sections[Name] extends Section<infer Test> ? Test : never;

/** The tests of a section, each with the name of its configuration. */
export function testsOf<Name extends keyof Sections>(name: Name): [string, TestOf<Name>][] {
  const { tests = [] } = settings.acceptance_tests[name] as Section<TestOf<Name> & OfConfiguration>;
  return tests.map((test) => [path.basename(test.config_path, '.json'), test]);
}

/** A file of the repository as text. */
export function textOf(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}
