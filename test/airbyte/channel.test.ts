import { Channel } from '../../src/airbyte/channel';
import { settled } from './written';

async function collect(channel: Channel<string>): Promise<string[]> {
  const messages: string[] = [];
  for await (const message of channel.messages()) messages.push(message);
  return messages;
}

test('messages of several senders arrive in the order in which they were sent', async () => {
  const channel = new Channel<string>();
  const received = collect(channel);
  const send = async (name: string) => {
    for (const number of [1, 2, 3]) await channel.send(`${name}${number}`);
  };
  await Promise.all([send('a'), send('b')]);
  channel.close();
  expect(await received).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
});

test('a sender continues only when the consumer asks for the next message', async () => {
  const channel = new Channel<string>();
  const consumer = channel.messages();
  let hasGoneOn = false;
  const sent = channel.send('first').then(() => (hasGoneOn = true));
  expect((await consumer.next()).value).toBe('first');
  await settled();
  expect(hasGoneOn).toBe(false);
  const next = consumer.next();
  await sent;
  expect(hasGoneOn).toBe(true);
  void channel.send('second');
  expect((await next).value).toBe('second');
});

test('closing ends the loop after the last message is taken', async () => {
  const channel = new Channel<string>();
  void channel.send('first');
  void channel.send('second');
  channel.close();
  expect(await collect(channel)).toEqual(['first', 'second']);
});

test('closing wakes a waiting consumer', async () => {
  const channel = new Channel<string>();
  const received = collect(channel);
  await settled();
  channel.close();
  expect(await received).toEqual([]);
});
