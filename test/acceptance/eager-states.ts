import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** The environment in which states go out whenever records were written, instead of every half minute. */
export const eagerStates = {
  NODE_OPTIONS: `--import=${pathToFileURL(path.join(__dirname, 'preloaded-half-minutes.mjs')).href}`,
};
