import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands before Tributary at an address that stays, so that it can go away as networks do. */
export interface Gate {
  readonly base: string;
  /** Passes everything on to this address from now on. */
  lead(to: string): void;
  /** `gone`: connections break at once. `silent`: they are taken, and nobody ever answers. */
  shut(how: 'gone' | 'silent'): void;
  open(): void;
  close(): Promise<void>;
}

export async function openGate(): Promise<Gate> {
  let target: URL | null = null;
  let state: 'open' | 'gone' | 'silent' = 'open';
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => {});
    return socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((socket) => {
    keep(socket);
    if (state === 'silent') return;
    if (state === 'gone' || !target) return void socket.destroy();
    const behind = keep(connect(Number(target.port), target.hostname));
    socket.pipe(behind).pipe(socket);
    socket.on('close', () => behind.destroy());
    behind.on('close', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const shut = (how: typeof state): void => {
    state = how;
    for (const socket of sockets) socket.destroy();
  };
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lead: (to) => {
      target = new URL(to);
    },
    shut,
    open: () => shut('open'),
    async close() {
      shut('gone');
      server.close();
      await once(server, 'close');
    },
  };
}
