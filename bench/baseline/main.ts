import { AirbyteSourceLogger, AirbyteSourceRunner } from '@faros-ai/airbyte-cdk';
import { StockSource } from './source';

const logger = new AirbyteSourceLogger();
new AirbyteSourceRunner(logger, new StockSource(logger)).mainCommand().parse();
