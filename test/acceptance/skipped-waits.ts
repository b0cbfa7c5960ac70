import path from 'node:path';
import { pathToFileURL } from 'node:url';

const preloaded = pathToFileURL(path.join(__dirname, 'preloaded-skipped-waits.mjs')).href;

/** The environment in which the connector does not sit through its waits. */
export const skippedWaits = { NODE_OPTIONS: `--import=${preloaded}` };

/** The same, and an answer that takes half a second takes too long. */
export const skippedMinutes = { NODE_OPTIONS: `--import=${preloaded}?minute=500` };
