import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { diagnosed, type Diagnosis } from './diagnosed';

/*
 * A world in which every text and every number can be recognized. The connector talks to it through a server that
 * notes each text and number of Devin's answers, makes amounts recognizable, and adds fields and products whose names
 * nobody may see.
 */

/** Every number that is no instant and no small count grows by this. */
const mark = 7_000_000.25;
const secretName = 'Project Falcon 7';

const seen = { texts: new Set<string>(), numbers: new Set<number>() };

let emulator: Emulator;
let between: Server;
let address: string;
let marksNumbers = false;

beforeAll(async () => {
  emulator = await startEmulator({
    users: 12,
    switches: { structuredOutput: 'object', draftPullRequests: true },
  });
  between = createServer((request, response) => {
    void fetch(emulator.url + (request.url ?? '').replace('/tenant-falcon', ''), {
      headers: { authorization: request.headers.authorization ?? '' },
      redirect: 'manual',
    }).then(async (answer) => {
      const body = marked(await answer.json());
      response.writeHead(answer.status, {
        'content-type': 'application/json',
        date: answer.headers.get('date') ?? '',
      });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(between.address() as AddressInfo).port}/tenant-falcon`;
});
beforeEach(() => {
  seen.texts.clear();
  seen.numbers.clear();
});
afterAll(async () => {
  await new Promise((resolve) => between.close(resolve));
  await emulator.close();
});

/** The same value, noted, with recognizable numbers and names. */
function marked(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => marked(item, name));
  if (typeof value === 'object' && value !== null) return markedObject(value, name);
  if (typeof value === 'string') seen.texts.add(value);
  if (typeof value !== 'number') return value;
  const isInstant = value > 1_000_000_000;
  const number = marksNumbers && !isInstant && name !== 'status' ? value + mark : value;
  seen.numbers.add(number);
  return number;
}

function markedObject(value: object, name: string): object {
  const fields = Object.entries(value).map(([key, own]) => [key, marked(own, key)]);
  const isFree = ['structured_output', 'data', 'analysis'].includes(name);
  const added = isFree || name === 'acus_by_product' || name === 'items' ? { [secretName]: 12_345.5 } : {};
  return { ...(Object.fromEntries(fields) as object), ...added };
}

/** Words and paths that the documents of the API have tell nothing about an enterprise. */
const documents = readFileSync(path.join(__dirname, '../../docs/reference/devin-openapi.yaml'), 'utf8');

/** What may not be in the public result, and is. */
function leaks({ json, data }: Diagnosis): string[] {
  const found: string[] = [];
  const texts = [
    ...seen.texts,
    secretName,
    '12345',
    '127.0.0.1',
    'tenant-falcon',
    ...Object.values(emulator.keys),
  ];
  for (const text of texts) {
    if (text.length > 3 && !documents.includes(text) && json.includes(JSON.stringify(text).slice(1, -1)))
      found.push(text);
  }
  const numbers = new Set(numbersIn(data));
  for (const number of seen.numbers) if (number >= 1_000 && numbers.has(number)) found.push(String(number));
  return found;
}

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe.each(['enterprise', 'organization'] as const)('in %s scope, the public result', (scope) => {
  test.each([
    ['of an ordinary world', false],
    ['of a world with recognizable numbers', true],
  ])('%s has no text, no number, no name and no address of it', async (_name, marks) => {
    marksNumbers = marks;
    const diagnosis = await diagnosed(emulator, { scope, config: { api_url: address } });
    expect(seen.texts.size).toBeGreaterThan(200);
    expect(seen.numbers.size).toBeGreaterThan(200);
    expect(leaks(diagnosis)).toEqual([]);
    expect(Math.max(...numbersIn(diagnosis.data))).toBeLessThan(100_000);
    expect(diagnosis.data.connection.is_api_devin_ai).toBe(false);
    expect(diagnosis.answer('fields').facts).toMatchObject({ added: expect.any(Number) as number });
  });
});

test('the public result says at its head what is not in it', async () => {
  const { json } = await diagnosed(emulator);
  expect(json.split('\n')[1]).toContain('It has no key, no host name');
});
