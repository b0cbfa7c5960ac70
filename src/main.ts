import { packageFile } from './package-file';

// A platform asks for the spec alone, and often. That needs nothing that takes long to load.
const spec = process.argv.slice(2).join(' ') === 'spec' ? specMessage() : undefined;
if (spec === undefined) void import('./command-line.js');
else {
  // If stdout is closed, nobody can read an error message.
  process.stdout.on('error', () => process.exit(1));
  process.stdout.write(`${spec}\n`);
}

/** The answer to `spec`. Undefined if its file cannot be read: the command line reports that. */
function specMessage(): string | undefined {
  try {
    return JSON.stringify({ type: 'SPEC', spec: packageFile('resources', 'spec.json') });
  } catch {
    return undefined;
  }
}
