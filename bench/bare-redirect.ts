/** The yardstick: what `node:http` does at most, one constant 302 without a body. Prints its port. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const headers = {
  Location: 'https://shop.example/p/1?colour=red&tclid=clk_01hzzzzzzzzzzzzzzzzzzzzzzz#top',
  'Content-Length': '0',
};
const server = createServer((_, response) => {
  response.writeHead(302, headers);
  response.end();
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.on('SIGTERM', () => process.exit(0));
