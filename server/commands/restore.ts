import { examineBackup, planSecret, quiet, restoreBackup, showProgress } from '../platform/backup/index.ts';
import { systemClock } from '../platform/clock.ts';
import { openFileStore } from '../platform/files/index.ts';
import { openLog } from '../platform/log.ts';
import { openSource } from '../start.ts';
import { type Command, fileAt, word } from './command.ts';

export const restore: Command = {
  name: 'restore',
  usage: 'FILE',
  about: 'brings an installation back from a backup, into an empty database; the app must not be running on it',
  needsStore: false,
  async run({ config, json, say, given }) {
    const file = fileAt(word({ config, json, say, given }, 0, 'The backup'));
    const progress = json ? quiet : showProgress(process.stderr);
    const header = await examineBackup(file, progress);
    const secret = planSecret(process.env, config.dataFolder, header);
    const log = openLog(config.logLevel);
    const source = await openSource(config, log, {
      shared: false,
      onDatabaseExit: (reason) => console.error(`The database ended by itself: ${reason}`),
    });
    try {
      const now = () => systemClock.now();
      const report = await restoreBackup(source.ownerUrl, {
        ...{ file, now, log, progress, secret },
        files: openFileStore(config),
      });
      const rows = Object.values(report.rows).reduce((sum, count) => sum + count, 0);
      say(`The installation is as it was at ${report.takenAt}: ${report.accounts} accounts in ${rows} rows.`, report);
      return 0;
    } finally {
      await source.close();
    }
  },
};
