/** True where an `Accept` header wants CSV rather than JSON (RFC 9110); JSON where it says nothing of either. */
export function prefersCsv(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const wishes = accept.split(',').map(readWish);
  const wishFor = (type: string): number =>
    wishes.find((wish) => wish.type === type)?.quality ??
    wishes.find((wish) => wish.type === `${type.split('/')[0]}/*`)?.quality ??
    wishes.find((wish) => wish.type === '*/*')?.quality ??
    0;
  const csv = wishFor('text/csv');
  const json = wishFor('application/json');
  if (csv !== json) return csv > json;
  const named = (type: string): number => wishes.findIndex((wish) => wish.type === type);
  return (
    csv > 0 &&
    named('text/csv') >= 0 &&
    (named('application/json') < 0 || named('text/csv') < named('application/json'))
  );
}

function readWish(text: string): { type: string; quality: number } {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const value = quality === undefined ? 1 : Number(quality);
  return { type, quality: Number.isFinite(value) ? value : 0 };
}
