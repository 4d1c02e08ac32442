let lastMs = 0;
let counter = 0;

/** RFC 9562 UUIDv7: 48 bits of milliseconds, a 12-bit counter that only grows, 62 random bits. */
export function uuid7(now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  advance(now, (((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0)) & 0x7ff);
  for (let i = 5, rest = lastMs; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  bytes[6] = 0x70 | (counter >> 8);
  bytes[7] = counter & 0xff;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function advance(now: number, start: number): void {
  if (now > lastMs) {
    lastMs = now;
    counter = start;
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
}
