// The least that any program must do to bring the same records from the emulator to a pipe: ask, parse, write. It sends
// the same requests as the connector.
import http from 'node:http';
import { readFileSync } from 'node:fs';
import type { StockConfig } from './config';

interface Page {
  readonly items: readonly { readonly user_id: string; readonly email: string | null }[];
  readonly end_cursor: string | null;
  readonly has_next_page: boolean;
}

interface Answer {
  readonly consumption_by_date: readonly {
    readonly date: number;
    readonly acus: number;
    readonly acus_by_product: object;
  }[];
}

const chunkLength = 1 << 16;
const workers = 16;
const config = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as StockConfig;
const agent = new http.Agent({ keepAlive: true, maxSockets: workers });

function get<Body>(path: string): Promise<Body> {
  const headers = { Authorization: `Bearer ${config.api_key}` };
  return new Promise((resolve, reject) => {
    const take = (response: http.IncomingMessage): void => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve(JSON.parse(text) as Body));
    };
    http.get(`${config.api_url}/v3${path}`, { agent, headers }, take).once('error', reject);
  });
}

async function list(name: string, emails: Map<string, string | null>): Promise<void> {
  for (let query: string | null = 'first=200'; query !== null;) {
    const page: Page = await get<Page>(`/enterprise/members/${name}?${query}`);
    for (const { user_id, email } of page.items) emails.set(user_id, email);
    query = page.has_next_page ? `first=200&after=${encodeURIComponent(page.end_cursor ?? '')}` : null;
  }
}

async function members(): Promise<Map<string, string | null>> {
  const emails = new Map<string, string | null>();
  await Promise.all(['users', 'idp-users'].map((name) => list(name, emails)));
  return emails;
}

async function main(): Promise<void> {
  process.stdout.setMaxListeners(workers);
  const seconds = (day: string): number => Date.parse(`${day}T08:00:00Z`) / 1000;
  const window = `time_after=${seconds(config.start_date) - 86_400}&time_before=${seconds(config.end_date) + 86_400}`;
  await get('/self');
  const left = [...(await members())];
  let pending = '';
  const worker = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const [id, email] = next;
      const answer = await get<Answer>(
        `/enterprise/consumption/daily/users/${encodeURIComponent(id)}?${window}`,
      );
      const emitted_at = Date.now();
      for (const { date, acus, acus_by_product } of answer.consumption_by_date) {
        const day_start_at = new Date(date * 1000).toISOString();
        if (day_start_at.slice(0, 10) < config.start_date) continue;
        const data = {
          ...{ date: day_start_at.slice(0, 10), day_start_at, acus, acus_by_product },
          ...{ user_id: id, user_email: email, org_id: null, is_final: true },
        };
        const record = { stream: 'daily_user_consumption', emitted_at, data };
        pending += `${JSON.stringify({ type: 'RECORD', record })}\n`;
      }
      if (pending.length < chunkLength) continue;
      const isTaken = process.stdout.write(pending);
      pending = '';
      if (!isTaken) await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  process.stdout.write(pending);
  agent.destroy();
}

void main();
