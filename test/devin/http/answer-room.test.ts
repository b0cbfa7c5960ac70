import { AnswerRoom } from '../../../src/devin/http/answer-room';
import { TimeLimit } from '../../../src/devin/http/time-limit';

const never = new AbortController().signal;

describe('room for long answers', () => {
  it('is given in order, to one at a time', async () => {
    const room = new AnswerRoom(2);
    const entered: string[] = [];
    const enter = async (name: string) => {
      const leave = await room.enter(never);
      entered.push(name);
      return leave;
    };
    const [first, second] = await Promise.all([enter('a'), enter('b')]);
    const third = enter('c');
    const fourth = enter('d');
    first();
    first();
    await third;
    expect(entered).toEqual(['a', 'b', 'c']);
    second();
    await fourth;
    expect(entered).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is not kept for a request that has given up', async () => {
    const room = new AnswerRoom(1);
    const leave = await room.enter(never);
    const impatient = new AbortController();
    const given = room.enter(impatient.signal);
    const patient = room.enter(never);
    impatient.abort();
    await expect(given).rejects.toThrow('aborted');
    leave();
    (await patient)();
    await expect(room.enter(impatient.signal)).rejects.toThrow('aborted');
    (await room.enter(never))();
  });
});

describe('the time of an exchange', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('stops while it waits for room', async () => {
    const time = new TimeLimit(1_000, never);
    jest.advanceTimersByTime(600);
    let go = (): void => undefined;
    const wait = time.pausedFor(() => new Promise<void>((resolve) => (go = resolve)));
    jest.advanceTimersByTime(60_000);
    expect(time.signal.aborted).toBe(false);
    go();
    await wait;
    jest.advanceTimersByTime(399);
    expect(time.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(time.signal.aborted).toBe(true);
    time.end();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('ends with the stop', () => {
    const stop = new AbortController();
    const time = new TimeLimit(1_000, stop.signal);
    stop.abort();
    expect(time.signal.aborted).toBe(true);
    expect(new TimeLimit(1_000, stop.signal).signal.aborted).toBe(true);
  });
});
