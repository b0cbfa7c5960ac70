import { findingsTable } from '../../src/connection/check-table';

const findings = [
  { name: 'members', answer: 'readable', permission: { name: 'ViewOrgMembership' } },
  { name: 'sessions', answer: 'not_found', permission: { name: 'ViewOrgSessions', older: 'ManageSessions' } },
];

test('the table of check shows each stream, whether it can be read, and the permission it needs', () => {
  expect(findingsTable(findings, 80)).toBe(
    [
      'Stream    Readable       Permission (older name)',
      'members   yes            ViewOrgMembership',
      'sessions  no: not found  ViewOrgSessions (ManageSessions)',
      '',
    ].join('\n'),
  );
});

test('in a narrow terminal the table leaves out the older names, and never cuts a name', () => {
  expect(findingsTable(findings, 50)).toBe(
    [
      'Stream    Readable       Permission',
      'members   yes            ViewOrgMembership',
      'sessions  no: not found  ViewOrgSessions',
      '',
    ].join('\n'),
  );
});

test('the table contains no control characters for a terminal', () => {
  const table = findingsTable(
    [{ name: 'odd\x1b[2J\u009bname', answer: 'readable', permission: undefined }],
    80,
  );
  expect(table).toMatch(/^odd\ufffd\[2J\ufffdname {2}yes$/m);
});
