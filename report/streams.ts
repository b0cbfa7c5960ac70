import { streams } from '../src/streams';

/** Each stream that the connector has, by name. */
const byName = new Map(streams.map((stream) => [stream.name, stream]));

export function isStream(name: string): boolean {
  return byName.has(name);
}

export function primaryKeyOf(stream: string): readonly string[] {
  return byName.get(stream)?.primaryKey ?? [];
}

/** Whether the connector has the stream in that scope. */
export function existsIn(scope: 'enterprise' | 'organization', stream: string): boolean {
  return byName.get(stream)?.scopes.includes(scope) ?? false;
}

/** The streams that exist in no other scope. */
export function streamsOnlyOf(scope: 'enterprise' | 'organization'): string[] {
  return streams.filter(({ scopes }) => scopes.every((each) => each === scope)).map(({ name }) => name);
}
