/** Whether a minute of the local day lies in the quiet hours, which may cross midnight. */
export function insideQuiet(minute: number, from: number | null, to: number | null): boolean {
  if (from === null || to === null || from === to) return false;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}
