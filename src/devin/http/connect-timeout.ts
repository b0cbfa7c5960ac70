import type http from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Ends an attempt to connect after its own timeout. So a host that does not answer is detected long before a slow
 * answer is.
 */
export function withConnectTimeout<Agent extends http.Agent>(
  agent: Agent,
  connected: string,
  timeoutMs: number,
): Agent {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    if (socket) abandonUnless(socket, connected, timeoutMs);
    return socket;
  };
  return agent;
}

/** Ends a connection that is not established in time. */
export function abandonUnless(socket: Duplex, connected: string, timeoutMs: number): void {
  const timer = setTimeout(() => {
    socket.destroy(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' }));
  }, timeoutMs);
  const clear = () => clearTimeout(timer);
  socket.once(connected, clear).once('close', clear);
}
