import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { realOrders } from '../server/gift-shop.ts';
import { type Measured, measured } from './measured.ts';

interface Once {
  readonly orders: number;
  readonly lines: number;
  readonly seconds: number;
  readonly peakMegabytes: number;
}

/**
 * Imports half of the real orders, then all of them, each into a database of its own: orders per second, and the most memory
 * that the process took. The yardstick of the whole is the half: memory that grows with the file would show.
 */
export async function benchImport(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'));
  try {
    const file = realOrders();
    const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
    const halfFile = join(folder, 'half.csv.gz');
    writeFileSync(halfFile, gzipSync(lines.slice(0, Math.ceil(lines.length / 2)).join('\n')));
    const half = await importOnce(halfFile);
    const whole = await importOnce(file);
    const speed = (one: Once): number => one.orders / one.seconds;
    return [
      measured('import_half_orders', speed(half), 'orders/s'),
      measured('import_orders', speed(whole), 'orders/s', speed(half)),
      measured('import_lines', whole.lines / whole.seconds, 'lines/s', half.lines / half.seconds),
      measured('import_memory', whole.peakMegabytes, 'MB', half.peakMegabytes),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function importOnce(file: string): Promise<Once> {
  const program = join(import.meta.dirname, 'import-once.ts');
  const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const said = await text(child.stdout);
  if ((await ended) !== 0) throw new Error('the import failed');
  return JSON.parse(said);
}

if (import.meta.main) for (const one of await benchImport()) console.log(JSON.stringify(one));
