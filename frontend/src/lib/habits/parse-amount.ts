/** A number as people type it, with a comma or a point; undefined when it is none. */
export function parseAmount(text: string): number | undefined {
  const plain = text.trim().replace(',', '.').replace('−', '-');
  if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain)) return undefined;
  const value = Math.round(Number(plain) * 1000) / 1000;
  return Math.abs(value) <= 1_000_000 ? value : undefined;
}
