import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAgent } from './read-agent.ts';

for (const [agent, kind, device] of [
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
    'person',
    'desktop',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'person', 'desktop'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
    'person',
    'desktop',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1',
    'person',
    'phone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Mobile Safari/537.36',
    'person',
    'phone',
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1',
    'person',
    'tablet',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/460.0]',
    'person',
    'phone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/125.0 Mobile Safari/537.36 Instagram 330.0',
    'person',
    'phone',
  ],
  ['Googlebot/2.1 (+http://www.google.com/bot.html)', 'robot', null],
  ['Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', 'robot', null],
  ['curl/8.5.0', 'robot', null],
  ['python-requests/2.32', 'robot', null],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36',
    'robot',
    'desktop',
  ],
  ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', 'preview', null],
  ['facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)', 'preview', null],
  ['Twitterbot/1.0', 'preview', null],
  ['WhatsApp/2.23.20.0 A', 'preview', null],
  ['TelegramBot (like TwitterBot)', 'preview', null],
  ['LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)', 'preview', null],
  ['Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)', 'preview', null],
  ['Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5', 'preview', null],
  ['', 'none', null],
  [undefined, 'none', null],
  ['   ', 'none', null],
] as const) {
  test(`${agent?.slice(0, 60) ?? 'nothing'} is ${kind}`, () => {
    const facts = readAgent(agent);
    assert.equal(facts.kind, kind);
    if (device !== null) assert.equal(facts.device, device);
    assert.equal(readAgent(agent), facts, 'the second time it is remembered');
  });
}

test('an endless agent costs no time', () => {
  const began = performance.now();
  for (let i = 0; i < 20; i += 1) readAgent(`Mozilla/5.0 ${'(compatible; '.repeat(1300)}${i}`);
  assert.ok(performance.now() - began < 500);
});
