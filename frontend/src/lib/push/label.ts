const browsers: [RegExp, string][] = [
  [/EdgA?\//, 'Edge'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X/, 'Mac'],
  [/Linux/, 'Linux'],
];

const first = (list: [RegExp, string][], agent: string): string | undefined =>
  list.find(([test]) => test.test(agent))?.[1];

/** "Chrome · Android": by which a person tells their devices apart. */
export const deviceLabel = (agent = navigator.userAgent): string =>
  [first(browsers, agent), first(systems, agent)].filter(Boolean).join(' · ') || 'Browser';

/** Where a blocked permission is given back. */
export type Keeper = 'ios' | 'android' | 'chrome' | 'firefox' | 'safari' | 'other';

export function permissionKeeper(agent = navigator.userAgent): Keeper {
  const browser = first(browsers, agent);
  const system = first(systems, agent);
  if (system === 'iPhone' || system === 'iPad') return 'ios';
  if (system === 'Android') return browser === 'Firefox' ? 'firefox' : 'android';
  if (browser === 'Firefox') return 'firefox';
  if (browser === 'Chrome' || browser === 'Edge') return 'chrome';
  return browser === 'Safari' ? 'safari' : 'other';
}
