/**
 * Clicks links over plain sockets and prints one JSON line: `node load-redirects.ts '{"port": ..., ...}'`. A process of
 * its own, so that sender and server do not share one thread; no parser, so that the sender costs little.
 */
import { connect, type Socket } from 'node:net';

export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** The path of a link; a # in it is the link's number. */
  readonly path: string;
  /** How many links, taken in turn. */
  readonly links: number;
  /** Requests per second; 0: as fast as answers come. */
  readonly rate: number;
}

export interface LoadResult {
  readonly answered: number;
  readonly failed: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

const browsers = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/12#.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_# like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.# Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 14; Pixel #) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:12#.0) Gecko/20100101 Firefox/12#.0',
];

interface Request {
  readonly bytes: Buffer;
  /** Where the visitor's name stands, or -1: each request that has one comes from another visitor. */
  readonly visitorAt: number;
}

/** Requests as browsers send them: half of them name a visitor, some carry a label, every agent is one of fifty. */
function requestsFor(path: string, links: number): Request[] {
  const count = Math.max(links, 1000);
  return Array.from({ length: count }, (_, i) => {
    const agent = browsers[i % browsers.length]!.replaceAll('#', String(i % 10));
    const cookie = i % 2 === 0 ? `Cookie: trb_v=${String(i).padStart(22, 'v')}\r\n` : '';
    const query = i % 3 === 0 ? '?sub=blog&utm_source=letter' : '';
    const bytes = Buffer.from(
      `GET ${path.replace('#', String(i % links))}${query} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: ${agent}\r\nAccept: text/html,application/xhtml+xml\r\n` +
        `Accept-Language: en\r\nReferer: https://blog.example/post/${i}\r\nSec-Fetch-Dest: document\r\n${cookie}\r\n`,
    );
    return { bytes, visitorAt: cookie === '' ? -1 : bytes.indexOf('trb_v=') + 6 };
  });
}

class Sender {
  readonly #load: Load;
  readonly #requests: readonly Request[];
  #next = 0;
  /** Differs from sender to sender, so that a second run brings other visitors. */
  #visitor = (Date.now() % 1e9) * 1e6;
  #stopped = false;
  readonly #times: number[] = [];
  #failed = 0;
  readonly #free: Socket[] = [];
  readonly #sentAt = new Map<Socket, number>();
  /** Instants at which requests were due while no connection was free: waiting counts as latency. */
  readonly #due: number[] = [];

  constructor(load: Load) {
    this.#load = load;
    this.#requests = requestsFor(load.path, load.links);
  }

  async run(): Promise<LoadResult> {
    const sockets = await Promise.all(Array.from({ length: this.#load.connections }, () => this.#open()));
    const began = performance.now();
    if (this.#load.rate === 0) for (const socket of sockets) this.#send(socket, performance.now());
    else this.#pace(sockets, began);
    await new Promise((resolve) => setTimeout(resolve, this.#load.seconds * 1000));
    this.#stopped = true;
    const seconds = (performance.now() - began) / 1000;
    const sorted = Float64Array.from(this.#times).sort();
    for (const socket of sockets) socket.destroy();
    const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
    return {
      answered: sorted.length,
      failed: this.#failed,
      perSecond: sorted.length / seconds,
      p50: at(0.5),
      p99: at(0.99),
    };
  }

  #pace(sockets: readonly Socket[], began: number): void {
    this.#free.push(...sockets);
    let sent = 0;
    const timer = setInterval(() => {
      if (this.#stopped) return clearInterval(timer);
      const wanted = ((performance.now() - began) / 1000) * this.#load.rate;
      for (; sent < wanted; sent += 1) {
        const due = began + (sent / this.#load.rate) * 1000;
        const socket = this.#free.pop();
        if (socket) this.#send(socket, due);
        else this.#due.push(due);
      }
    }, 1);
  }

  #open(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port: this.#load.port, host: '127.0.0.1', noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        socket.on('error', () => {
          this.#failed += 1;
        });
        resolve(socket);
      });
      socket.on('data', (bytes: Buffer) => this.#answered(socket, bytes));
    });
  }

  #send(socket: Socket, at: number): void {
    this.#sentAt.set(socket, at);
    const { bytes, visitorAt } = this.#requests[this.#next]!;
    if (visitorAt >= 0) {
      this.#visitor += 1;
      bytes.write(String(this.#visitor), visitorAt, 'latin1');
    }
    socket.write(bytes);
    this.#next = (this.#next + 1) % this.#requests.length;
  }

  /** Answers are without body and fit one packet. */
  #answered(socket: Socket, bytes: Buffer): void {
    if (this.#stopped) return;
    this.#times.push(performance.now() - this.#sentAt.get(socket)!);
    // "HTTP/1.1 302"
    if (bytes[9] !== 51 || bytes[10] !== 48 || bytes[11] !== 50) this.#failed += 1;
    const due = this.#load.rate === 0 ? performance.now() : this.#due.shift();
    if (due === undefined) this.#free.push(socket);
    else this.#send(socket, due);
  }
}

if (process.argv[2]) console.log(JSON.stringify(await new Sender(JSON.parse(process.argv[2]) as Load).run()));
