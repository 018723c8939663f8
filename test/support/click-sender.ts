import { Agent, get } from 'node:http';

const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';

/** Clicks links without a pause, and keeps its own list of what it was promised. */
export class ClickSender {
  /** Click ids of all answers. */
  readonly promised: string[] = [];
  /** Answers that were no 302, and requests that were not answered. */
  readonly refused: string[] = [];
  slowest = 0;
  readonly #paths: readonly string[];
  readonly #agent: Agent;
  readonly #runners: Promise<void>[];
  #base: string;
  #next = 0;
  #stopped = false;

  constructor(base: string, paths: readonly string[], connections: number) {
    this.#base = base;
    this.#paths = paths;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.#runners = Array.from({ length: connections }, () => this.#run());
  }

  /** Resolves when the requests under way are answered. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#runners);
    this.#agent.destroy();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const path = this.#paths[this.#next % this.#paths.length]!;
      this.#next += 1;
      const began = performance.now();
      const said = await this.#click(path);
      this.slowest = Math.max(this.slowest, performance.now() - began);
      if (said.startsWith('clk_')) this.promised.push(said);
      else this.refused.push(said);
      // Leaves the machine some time for what is tested.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  #click(path: string): Promise<string> {
    return new Promise((resolve) => {
      const request = get(
        this.#base + path,
        { agent: this.#agent, headers: { 'user-agent': BROWSER }, timeout: 10_000 },
        (response) => {
          response.resume();
          const id = /[?&]tclid=(clk_\w+)/.exec(response.headers.location ?? '')?.[1];
          resolve(response.statusCode === 302 && id ? id : `status ${response.statusCode}`);
        },
      );
      request.on('timeout', () => request.destroy(new Error('no answer for ten seconds')));
      request.on('error', (error) => resolve(error.message));
    });
  }
}
