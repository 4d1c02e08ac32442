const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone);
  if (!found) {
    found = newFormatter(zone);
    formatters.set(zone, found);
  }
  return found;
}

/** The server may know zones that this browser does not: then the device's own must do. */
function newFormatter(zone: string): Intl.DateTimeFormat {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const make = (timeZone?: string) =>
    new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', { ...parts, hourCycle: 'h23', ...(timeZone ? { timeZone } : {}) });
  try {
    return make(zone);
  } catch {
    return make();
  }
}

/** The wall date (YYYY-MM-DD), hour and minute of an instant in a zone. */
export function wallClock(at: number, zone: string): { date: string; hour: number; minute: number } {
  const parts = Object.fromEntries(
    formatter(zone).formatToParts(at).map((part) => [part.type, part.value]),
  );
  const date = `${parts['year']}-${parts['month']}-${parts['day']}`;
  return { date, hour: Number(parts['hour']), minute: Number(parts['minute']) };
}

/** The date that a person would call today: before `dayStartsAt` it is still yesterday. */
export function personalDay(at: number, zone: string, dayStartsAt: number): string {
  const { date, hour } = wallClock(at, zone);
  return hour < dayStartsAt ? addDays(date, -1) : date;
}

export function addDays(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

const DAY_MS = 86_400_000;

/** How many days later the second day is. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** 0 = Monday. */
export const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** Whether a mask of weekdays (bit 0 = Monday) has this day. */
export const isScheduled = (weekdays: number, day: string): boolean =>
  (weekdays & (1 << weekdayOf(day))) !== 0;

/** The last `count` days up to and with this one, oldest first. */
export const lastDays = (day: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => addDays(day, index - count + 1));

/** The zone that this device is in. */
export const deviceZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
