import { encode } from 'uqr';

const QUIET = 2;

/** A QR code as a drawing: dark on white in either appearance, or cameras do not read it. */
export function QrCode({ text, label, size = 176 }: { text: string; label: string; size?: number }) {
  const { data } = encode(text, { ecc: 'M', border: QUIET });
  const path = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${data.length} ${data.length}`}
      width={size}
      height={size}
      shapeRendering="crispEdges"
    >
      <rect width={data.length} height={data.length} rx="1" fill="#fff" />
      <path d={path} fill="#14171c" />
    </svg>
  );
}
