import fc from 'fast-check';
import { groupsOfIds } from '../../../src/sync/fan-out/id-groups';

const ids = fc.array(
  fc.oneof(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme', minLength: 40, maxLength: 300 })),
  {
    maxLength: 200,
  },
);

test('every id is in one group, in order, and every group fits a request', () => {
  fc.assert(
    fc.property(ids, fc.constantFrom('user_ids', 'org_ids'), (all, name) => {
      const groups = groupsOfIds(all, name);
      expect(groups.flat()).toEqual(all);
      for (const group of groups) {
        const text = group.map((id) => `&${name}=${encodeURIComponent(id)}`).join('');
        expect(group.length).toBeGreaterThan(0);
        expect(group.length).toBeLessThanOrEqual(50);
        if (group.length > 1) expect(text.length).toBeLessThanOrEqual(3_600);
      }
    }),
  );
});

test.each([
  ['nobody', 0, []],
  ['as many as fit', 50, [50]],
  ['one more', 51, [50, 1]],
])('ids are counted: %s', (_name, count, sizes) => {
  const all = Array.from({ length: count }, (_, index) => `user-${index}`);
  expect(groupsOfIds(all, 'user_ids').map((group) => group.length)).toEqual(sizes);
});

test('bytes are counted in encoded form', () => {
  const all = Array.from({ length: 4 }, () => '|'.repeat(400));
  expect(groupsOfIds(all, 'user_ids').map((group) => group.length)).toEqual([2, 2]);
});
