import type { Command } from './command.ts';

/** Opening the store has brought the database up to date already; this is for doing it before the program is exchanged. */
export const migrate: Command = {
  name: 'migrate',
  usage: '',
  about: 'brings the database up to date and ends',
  async run({ say }) {
    say('The database is up to date.', { status: 'up_to_date' });
    return 0;
  },
};
