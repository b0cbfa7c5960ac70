import { fraction, hash, pick } from './random';
import type { Session } from './sessions';

/** A message as Devin sends it. */
export interface Message {
  /** Unique within the session alone. */
  event_id: string;
  source: 'devin' | 'user';
  message: string;
  created_at: number;
}

const texts: Record<Message['source'], readonly string[]> = {
  user: ['Please find out why this test fails.', 'Use the newer library.', 'Looks good, thank you!'],
  devin: ['I have read the repository.', 'The tests pass now.', 'I have opened a pull request.'],
};

/** The messages of a session until an instant (Unix seconds), oldest first: a user writes the first, Devin the last. */
export function messagesOf({ key, createdAt, endedAt }: Session, until: number): Message[] {
  const ofUser = 1 + (hash(key, 0, 35) % 9);
  const count = ofUser + 2 + (hash(key, 0, 36) % 12);
  const turnOf = (index: number): number => Math.floor((index * ofUser) / count);
  const messages = Array.from({ length: count }, (_, index): Message => {
    const source = index === 0 || turnOf(index) > turnOf(index - 1) ? 'user' : 'devin';
    return {
      event_id: `event-${index + 1}`,
      source,
      message: pick(texts[source], fraction(key, index, 39)),
      created_at: createdAt + Math.floor(((endedAt - createdAt) * index) / (count - 1)),
    };
  });
  return messages.filter(({ created_at: at }) => at <= until);
}
