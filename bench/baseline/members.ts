import { AirbyteStreamBase, type AirbyteLogger } from '@faros-ai/airbyte-cdk';
import type { AxiosInstance } from 'axios';

export interface Member {
  readonly user_id: string;
  readonly email: string | null;
  readonly name: string | null;
}

interface Page {
  readonly items: Member[];
  readonly end_cursor: string | null;
  readonly has_next_page: boolean;
}

export class Members extends AirbyteStreamBase {
  constructor(
    private readonly client: AxiosInstance,
    logger: AirbyteLogger,
  ) {
    super(logger);
  }

  override get name(): string {
    return 'members';
  }

  get primaryKey(): string {
    return 'user_id';
  }

  getJsonSchema(): Record<string, unknown> {
    return { type: 'object', properties: { user_id: { type: 'string' }, email: { type: 'string' } } };
  }

  async *readRecords(): AsyncGenerator<Member> {
    yield* (await readMembers(this.client)).values();
  }
}

/** All members by id. */
export async function readMembers(client: AxiosInstance): Promise<Map<string, Member>> {
  const members = new Map<string, Member>();
  for (const list of ['users', 'idp-users']) {
    let after: string | null = null;
    do {
      const answer: { data: Page } = await client.get<Page>(`/members/${list}`, {
        params: { first: 200, ...(after !== null && { after }) },
      });
      for (const member of answer.data.items) members.set(member.user_id, member);
      after = answer.data.has_next_page ? answer.data.end_cursor : null;
    } while (after !== null);
  }
  return members;
}
