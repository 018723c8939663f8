/** Something the reader can put right; the message is one plain line. */
export class Problem extends Error {}
