import type { Roster } from '../../../src/sync/fan-out/roster';
import { SubjectPlan } from '../../../src/sync/fan-out/subject-plan';
import type { SubjectSlice } from '../../../src/sync/fan-out/subject-slices';
import { subjectFields, type Subjects } from '../../../src/sync/fan-out/subjects';
import { openSubjectsState, type SubjectsState } from '../../../src/sync/state/subjects-state';
import { scope, syncOf } from '../read-context';

interface Named {
  readonly name: string;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A list whose pages and whose end come when the test says so. */
class SlowList {
  private readonly pages: string[][] = [];
  private isOver = false;
  private wake: () => void = () => undefined;
  private finish: (ids: readonly string[]) => void = () => undefined;
  private fail: (error: Error) => void = () => undefined;
  private readonly whole = new Promise<readonly string[]>((resolve, reject) => {
    this.finish = resolve;
    this.fail = reject;
  });

  readonly subjects: Subjects<Named> = {
    name: 'people',
    current: async () => subjectFields(asRoster(await this.whole), (name) => ({ name })),
    early: () => this.early(),
    formerFields: (id) => ({ name: `former ${id}` }),
  };

  async page(...ids: string[]): Promise<void> {
    this.pages.push(ids);
    this.wake();
    await settled();
  }

  async end(...all: string[]): Promise<void> {
    this.finish(all);
    this.isOver = true;
    this.wake();
    await settled();
  }

  async breakOff(): Promise<void> {
    this.fail(new Error('the list fails'));
    this.isOver = true;
    this.wake();
    await settled();
  }

  private async *early(): AsyncGenerator<ReadonlyMap<string, Named>> {
    for (;;) {
      const page = this.pages.shift();
      if (page) yield new Map(page.map((name) => [name, { name }]));
      else if (this.isOver) return;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}

function asRoster(ids: readonly string[]): Roster<string> {
  return { subjects: new Map(ids.map((id) => [id, id])) };
}

/** The plan of a sync, and who has started so far. */
function planOf(syncedThrough: Record<string, string>, left: Record<string, string> = {}) {
  const incomingState = {
    ...{ scope_id: scope.id, start_date: '2026-11-01', lookback_days: 7 },
    ...{ synced_through: syncedThrough, left },
  };
  const { context } = syncOf(Object.keys(syncedThrough).length > 0 ? { incomingState } : {});
  const state: SubjectsState = openSubjectsState(context);
  const list = new SlowList();
  const plan = new SubjectPlan(list.subjects, context, state);
  const slices: SubjectSlice[] = [];
  const started = (): string[] => slices.map(({ id }) => id);
  const reading = (async () => {
    for await (const slice of plan.inOrder()) slices.push(slice);
  })();
  return { list, plan, state, slices, started, reading };
}

describe('while the list is being read', () => {
  it('everybody who is listed starts in a first sync, each once', async () => {
    const { list, plan, started, reading, state } = planOf({});
    await list.page('ada', 'bela');
    expect([started(), plan.size]).toEqual([['ada', 'bela'], undefined]);
    await list.page('bela', 'chidi');
    expect(started()).toEqual(['ada', 'bela', 'chidi']);
    await list.end('ada', 'bela', 'chidi', 'dana');
    await reading;
    expect([started(), plan.size]).toEqual([['ada', 'bela', 'chidi', 'dana'], 4]);
    expect(Object.keys(state.synced_through)).toEqual(['ada', 'bela', 'chidi', 'dana']);
  });

  it('nobody starts who may have newer data than others', async () => {
    const { list, started, reading } = planOf({ old: '2026-11-15', ada: '2026-11-19', bela: '2026-11-19' });
    await list.page('ada', 'new');
    expect(started()).toEqual(['new']);
    await list.page('old', 'bela');
    expect(started()).toEqual(['new', 'old']);
    await list.end('ada', 'new', 'old', 'bela', 'newer');
    await reading;
    expect(started().slice(0, 3)).toEqual(['new', 'old', 'newer']);
    expect(started()).toHaveLength(5);
  });

  it('everybody with the same date starts', async () => {
    const { list, started, reading } = planOf({ ada: '2026-11-19', bela: '2026-11-19' });
    await list.page('bela');
    await list.page('ada');
    expect(started()).toEqual(['bela', 'ada']);
    await list.end('ada', 'bela');
    await reading;
    expect(started()).toEqual(['bela', 'ada']);
  });

  it('nobody starts before a known subject is listed: the list may be of another account', async () => {
    const { list, started, reading, state } = planOf({ ada: '2026-11-19' });
    await list.page('stranger', 'other');
    expect(started()).toEqual([]);
    expect(Object.keys(state.synced_through)).toEqual(['ada']);
    await list.page('new', 'ada');
    expect(started()).toEqual(['new', 'ada']);
    await list.end('stranger', 'other', 'new', 'ada');
    await reading;
    expect(started().sort()).toEqual(['ada', 'new', 'other', 'stranger']);
  });

  it('former subjects who return wait for the whole list', async () => {
    const { list, started, reading, slices } = planOf(
      { ada: '2026-11-19', back: '2026-11-19' },
      { back: '2026-11-18' },
    );
    await list.page('ada', 'back');
    expect(started()).not.toContain('back');
    await list.end('ada', 'back');
    await reading;
    expect(slices.find(({ id }) => id === 'back')).toMatchObject({ to: '2026-11-20', hasLeft: false });
  });

  it('a list that fails is reported after everybody who is listed has started', async () => {
    const { list, started, reading, plan } = planOf({});
    const failure = reading.catch(String);
    await list.page('ada');
    await list.breakOff();
    expect(await failure).toBe('Error: the list fails');
    expect(started()).toEqual(['ada']);
    await expect(plan.all()).rejects.toThrow('the list fails');
  });
});

it('missing subjects are former ones, with their former fields', async () => {
  const { list, plan, reading, slices } = planOf({ ada: '2026-11-19', gone: '2026-11-19' });
  await list.page('ada');
  await list.end('ada');
  await reading;
  expect(slices.find(({ id }) => id === 'gone')).toMatchObject({ hasLeft: true });
  expect([plan.fieldsOf('ada'), plan.fieldsOf('gone')]).toEqual([{ name: 'ada' }, { name: 'former gone' }]);
});
