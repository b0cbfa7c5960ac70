import { secondsPerDay, startOf } from './billing-days';
import { codeOf, makerOf, numbered } from './organization-lists';
import { hash } from './random';
import type { Organization, World } from './world';

/** Something of the enterprise, or of one organization. */
interface Owned {
  /** Null for the enterprise. */
  org_id: string | null;
  created_at: number;
  [field: string]: unknown;
}

/** A playbook as Devin sends it. */
export interface Playbook extends Owned {
  playbook_id: string;
}

/** A knowledge note as Devin sends it. */
export interface Note extends Owned {
  note_id: string;
}

const titles = ['Fix a flaky test', 'Upgrade a library', 'Write release notes'];

/** The playbooks of an organization, or (null) those of the enterprise, which sessions of all organizations use. */
export function playbooksOf(world: World, organization: Organization | null): Playbook[] {
  return numbered((index): Playbook => {
    const key = hash(world.seed, index, 210);
    const createdAt = startOf(world.firstDay) + index * 3_600;
    const place = organization === null ? '' : `${codeOf(organization.org_id)}-`;
    return {
      playbook_id: `playbook-${place}${index + 1}`,
      title: titles[index] ?? '',
      body: 'Read the code first, then ask.',
      macro: index === 0 ? '!flaky' : null,
      access_type: organization === null ? 'enterprise' : 'org',
      org_id: organization?.org_id ?? null,
      created_by: makerOf(world, key),
      updated_by: makerOf(world, key + 1),
      created_at: createdAt,
      updated_at: createdAt + secondsPerDay,
      ...(index === 1 && { structured_output_schema: { type: 'object' } }),
      ...(index === 2 && { structured_output_schema: null }),
    };
  });
}

/** The knowledge notes of an organization, or (null) those of the enterprise. */
export function notesOf(world: World, organization: Organization | null): Note[] {
  return numbered((index): Note => {
    const createdAt = startOf(world.firstDay) + index * 3_600;
    const place = organization === null ? '' : `${codeOf(organization.org_id)}-`;
    return {
      note_id: `note-${place}${index + 1}`,
      name: 'How we test',
      body: 'Run the tests before you push.',
      trigger: 'When you write a test',
      is_enabled: index !== 2,
      folder_id: index === 0 ? 'folder-1' : null,
      folder_path: index === 0 ? '/testing' : '/',
      macro: index === 0 ? '!tests' : null,
      pinned_repo: index === 1 ? 'aurora/checkout' : null,
      access_type: organization === null ? 'enterprise' : 'org',
      org_id: organization?.org_id ?? null,
      created_at: createdAt,
      updated_at: createdAt + secondsPerDay,
    };
  });
}
