import type pg from 'pg';

/**
 * `copy ... from stdin` of rows in text format, all in one message and one round trip. Resolves when the rows are
 * committed; rejects when they are not, or where that cannot be known (the connection broke).
 */
export function copyRows(client: pg.ClientBase, statement: string, rows: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyQuery(statement, rows, resolve, reject));
  });
}

interface Wire {
  readonly stream: { write(bytes: Buffer): boolean };
}

/**
 * Sends the statement, the rows and their end without waiting for the server to ask for them: half the time of a small
 * copy is the question. A server that refuses the statement skips the rows (PostgreSQL's protocol, "Message Flow").
 * The driver calls the methods; it takes whatever has a `submit` for a query.
 */
class CopyQuery implements pg.Submittable {
  readonly #statement: string;
  readonly #rows: string;
  readonly #resolve: () => void;
  readonly #reject: (error: Error) => void;

  constructor(statement: string, rows: string, resolve: () => void, reject: (error: Error) => void) {
    this.#statement = statement;
    this.#rows = rows;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: unknown): void {
    const { stream } = connection as Wire;
    stream.write(copyMessages(this.#statement, this.#rows));
  }

  handleCopyInResponse(): void {}
  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#resolve();
  }

  handleError(error: Error): void {
    this.#reject(error);
  }

  /** The driver sets a callback of its own where queries have a time limit. */
  callback(): void {}
}

/** Query, CopyData, CopyDone: each a letter, its length in four bytes (the letter left out), and what it holds. */
function copyMessages(statement: string, rows: string): Buffer {
  const query = Buffer.byteLength(statement) + 1;
  const data = Buffer.byteLength(rows);
  const bytes = Buffer.allocUnsafe(5 + query + 5 + data + 5);
  let at = begin(bytes, 0, 'Q', query);
  at += bytes.write(statement, at);
  bytes[at] = 0;
  at = begin(bytes, at + 1, 'd', data);
  at += bytes.write(rows, at);
  begin(bytes, at, 'c', 0);
  return bytes;
}

function begin(bytes: Buffer, at: number, letter: string, length: number): number {
  bytes.write(letter, at, 'latin1');
  return bytes.writeUInt32BE(length + 4, at + 1);
}

const special = /[\\\n\r\t\b\f\v]/;
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
};

/** A value in `copy`'s text format; null is \N. The text must not hold U+0000. */
export function copyField(value: string | null): string {
  if (value === null) return '\\N';
  return special.test(value) ? value.replace(/[\\\n\r\t\b\f\v]/g, (character) => escapes[character]!) : value;
}
