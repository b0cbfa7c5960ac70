import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import schema from './protocol.schema.json';

export type Row = Record<string, unknown>;
export type Status = 'STARTED' | 'RUNNING' | 'COMPLETE' | 'INCOMPLETE';

interface Descriptor {
  name: string;
}

/** A state as a run writes it and the next one takes it. */
export interface StreamState {
  type: 'STREAM';
  stream: { stream_descriptor: Descriptor; stream_state: Row };
  sourceStats?: { recordCount: number };
}

export interface ErrorTrace {
  message: string;
  failure_type?: string;
  internal_message?: string;
  stack_trace?: string;
  stream_descriptor?: Descriptor;
}

export interface CatalogStream {
  name: string;
  json_schema: object;
  supported_sync_modes: string[];
  source_defined_primary_key: string[][];
  default_cursor_field?: string[];
  source_defined_cursor?: boolean;
}

/** An Airbyte message, as far as sources write them. */
export type Message =
  | { type: 'RECORD'; record: { stream: string; data: Row; emitted_at: number } }
  | { type: 'STATE'; state: StreamState }
  | { type: 'LOG'; log: { level: string; message: string } }
  | { type: 'SPEC'; spec: { documentationUrl?: string; connectionSpecification: Row } }
  | { type: 'CONNECTION_STATUS'; connectionStatus: { status: string; message?: string } }
  | { type: 'CATALOG'; catalog: { streams: CatalogStream[] } }
  | { type: 'TRACE'; trace: Trace };

export type Trace =
  | { type: 'ERROR'; emitted_at: number; error: ErrorTrace }
  | {
      type: 'STREAM_STATUS';
      emitted_at: number;
      stream_status: { stream_descriptor: Descriptor; status: Status; reasons?: object[] };
    };

const ajv = new Ajv({ strict: true, discriminator: true, allErrors: true });
addFormats(ajv);
const isMessage = ajv.compile<Message>(schema);

/** Parses one line of stdout; throws where it is no message of the protocol, or has a property too many. */
export function parseLine(line: string): Message {
  const message: unknown = JSON.parse(line);
  if (isMessage(message)) return message;
  throw new Error(`${ajv.errorsText(isMessage.errors)} in the line ${line.slice(0, 500)}`);
}
