import { quiet, showProgress, writeBackup } from '../platform/backup/index.ts';
import { systemClock } from '../platform/clock.ts';
import { readSecret } from '../platform/config.ts';
import { openFileStore } from '../platform/files/index.ts';
import { openLog } from '../platform/log.ts';
import { openSource } from '../start.ts';
import { type Command, fileAt, word } from './command.ts';

export const backup: Command = {
  name: 'backup',
  usage: 'FILE',
  about: 'writes the whole installation into a file, as it is at this instant, while it goes on; keep the file safe',
  needsStore: false,
  async run({ config, json, say, given }) {
    const file = fileAt(word({ config, json, say, given }, 0, 'The file to write'));
    const source = await openSource(config, openLog(config.logLevel), {
      shared: true,
      onDatabaseExit: (reason) => console.error(`The database ended by itself: ${reason}`),
    });
    try {
      const report = await writeBackup(source.ownerUrl, {
        file,
        now: systemClock.now(),
        secret: {
          value: readSecret(process.env, config.dataFolder),
          isKeptOutside: Boolean(process.env['TRIBUTARY_SECRET']),
        },
        files: openFileStore(config),
        progress: json ? quiet : showProgress(process.stderr),
      });
      const rows = Object.values(report.rows).reduce((sum, count) => sum + count, 0);
      say(
        `${file} holds ${report.accounts} accounts in ${rows} rows. Whoever has the file has all of it: keep it safe.`,
        report,
      );
      return 0;
    } finally {
      await source.close();
    }
  },
};
