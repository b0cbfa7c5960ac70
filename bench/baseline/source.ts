import http from 'node:http';
import path from 'node:path';
import { AirbyteSourceBase, AirbyteSpec, type AirbyteStreamBase, type Spec } from '@faros-ai/airbyte-cdk';
import axios from 'axios';
import type VError from 'verror';
import type { StockConfig } from './config';
import { Consumption } from './consumption';
import { Members } from './members';

/** The streams of a fan-out as anybody would write them on the stock CDK: what the benchmarks compare with. */
export class StockSource extends AirbyteSourceBase<StockConfig> {
  get type(): string {
    return 'devin-stock';
  }

  spec(): Promise<AirbyteSpec> {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const spec = require(path.join(__dirname, '..', '..', 'resources', 'spec.json')) as Spec;
    return Promise.resolve(new AirbyteSpec(spec));
  }

  checkConnection(): Promise<[boolean, VError | undefined]> {
    return Promise.resolve([true, undefined]);
  }

  streams(config: StockConfig): AirbyteStreamBase[] {
    const client = axios.create({
      baseURL: `${config.api_url}/v3/enterprise`,
      headers: { Authorization: `Bearer ${config.api_key}` },
      httpAgent: new http.Agent({ keepAlive: true }),
    });
    return [new Members(client, this.logger), new Consumption(client, config, this.logger)];
  }
}
