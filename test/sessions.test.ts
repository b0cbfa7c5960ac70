import { readFileSync } from 'node:fs';
import path from 'node:path';
import { session } from '../src/streams/sessions';

/** A session as Devin answers it, and as the fixture recorded it. */
function answered(): Record<string, unknown> {
  const file = path.join(__dirname, 'streams', 'sessions.json');
  const [fixture] = JSON.parse(readFileSync(file, 'utf8')) as {
    exchanges: { answer: { items: object[] } }[];
  }[];
  return { ...fixture?.exchanges.flatMap(({ answer }) => answer.items)[0] };
}

test('a tag may be empty, but must be a text', () => {
  expect(session({ ...answered(), tags: ['urgent', ''] }).tags).toEqual(['urgent', '']);
  for (const tag of [null, 7]) {
    expect(() => session({ ...answered(), tags: [tag] })).toThrow(/no text in "tags"/);
  }
});
