import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

/** Rows are written in pieces of this many characters. */
const bufferCharacters = 1 << 16;

/** Rows of one stream that are not in the database yet, as a file of JSON lines. */
export class Batch {
  count = 0;
  private text = '';
  private readonly descriptor: number;

  constructor(readonly file: string) {
    this.descriptor = openSync(file, 'w', 0o600);
  }

  /** `_line` keeps the order in which rows came. */
  add(row: Readonly<Record<string, unknown>>): void {
    this.count += 1;
    this.text += `${JSON.stringify({ ...row, _line: this.count })}\n`;
    if (this.text.length > bufferCharacters) this.flush();
  }

  /** Writes what is left; no row can be added any more. */
  finish(): void {
    this.flush();
    closeSync(this.descriptor);
  }

  remove(): void {
    rmSync(this.file, { force: true });
  }

  private flush(): void {
    writeSync(this.descriptor, this.text);
    this.text = '';
  }
}

/** The work folder of a sync, beside the database: for its owner only, and without what an earlier one left. */
export class WorkFolder {
  constructor(private readonly folder: string) {
    this.remove();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  file(name: string): string {
    return path.join(this.folder, name);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
