/**
 * A QR code as an SVG of one path: dark on white in both colour schemes, since cameras need the contrast. Made of numbers
 * only, so that nothing of what it encodes stands in the picture's text.
 */
export function writeQrSvg(modules: readonly (readonly boolean[])[]): string {
  const size = modules.length;
  const path = modules.flatMap((row, y) => rowPath(row, y)).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#ffffff"/><path d="${path}" fill="#000000"/></svg>`;
}

/** Neighbours in a row are one rectangle. */
function rowPath(row: readonly boolean[], y: number): string[] {
  const parts: string[] = [];
  for (let x = 0; x < row.length; x += 1) {
    if (!row[x]) continue;
    const start = x;
    while (row[x + 1]) x += 1;
    parts.push(`M${start} ${y}h${x - start + 1}v1h-${x - start + 1}z`);
  }
  return parts;
}
