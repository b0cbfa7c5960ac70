import { AirbyteStreamBase, type AirbyteLogger, type SyncMode } from '@faros-ai/airbyte-cdk';
import type { AxiosInstance } from 'axios';
import { readMembers } from './members';
import type { StockConfig } from './config';

interface Slice {
  readonly user_id: string;
  readonly email: string | null;
}

interface Row {
  readonly date: string;
  readonly day_start_at: string;
  readonly user_id: string;
  readonly user_email: string | null;
  readonly org_id: null;
  readonly acus: number;
  readonly acus_by_product: Record<string, number>;
}

type State = Record<string, string>;

interface Answer {
  readonly consumption_by_date: readonly {
    readonly date: number;
    readonly acus: number;
    readonly acus_by_product: Record<string, number>;
  }[];
}

/** One slice for each user. */
export class Consumption extends AirbyteStreamBase {
  constructor(
    private readonly client: AxiosInstance,
    private readonly config: StockConfig,
    logger: AirbyteLogger,
  ) {
    super(logger);
  }

  override get name(): string {
    return 'daily_user_consumption';
  }

  get primaryKey(): string[] {
    return ['date', 'user_id'];
  }

  override get cursorField(): string {
    return 'date';
  }

  getJsonSchema(): Record<string, unknown> {
    return { type: 'object', properties: { date: { type: 'string' }, user_id: { type: 'string' } } };
  }

  override async *streamSlices(): AsyncGenerator<Slice> {
    for (const { user_id, email } of (await readMembers(this.client)).values()) yield { user_id, email };
  }

  async *readRecords(
    _syncMode: SyncMode,
    _cursorField?: string[],
    slice?: Record<string, unknown>,
  ): AsyncGenerator<Row> {
    const { user_id, email } = slice as unknown as Slice;
    const { data } = await this.client.get<Answer>(
      `/consumption/daily/users/${encodeURIComponent(user_id)}`,
      {
        params: {
          time_after: seconds(this.config.start_date),
          time_before: seconds(this.config.end_date) + 86_400,
        },
      },
    );
    for (const { date, acus, acus_by_product } of data.consumption_by_date) {
      const day_start_at = new Date(date * 1000).toISOString();
      yield {
        ...{ date: day_start_at.slice(0, 10), day_start_at, user_id, user_email: email, org_id: null },
        ...{ acus, acus_by_product },
      };
    }
  }

  override getUpdatedState(state: State, { user_id, date }: Row): State {
    if ((state[user_id] ?? '') < date) state[user_id] = date;
    return state;
  }
}

/** The start of a billing day. */
function seconds(day: string): number {
  return Date.parse(`${day}T08:00:00Z`) / 1000;
}
