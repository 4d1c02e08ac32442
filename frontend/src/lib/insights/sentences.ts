import type { Habit } from '$lib/db/model';
import { formatDay, formatNumber, m } from '$lib/i18n';
import type { Claim, Lack, Numbers, State, Timing } from './claims';
import { neverBeside, numbersOf } from './claims';

/** With a real minus, which is as wide as the plus and never breaks off its number. */
const points = (value: number, signDisplay: 'auto' | 'exceptZero' = 'auto'): string =>
  formatNumber(rounded(value), { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay }).replace('-', '−');
/** To tenths, and never a zero with a sign. */
const rounded = (value: number): number => Math.round(value * 10) / 10 + 0;
const whole = (value: number): string => formatNumber(value, { maximumFractionDigits: 0 });

/** "+0.1": a difference in points of mood. */
export const difference = (value: number): string => points(value, 'exceptZero');
/** "−0.3 to 0.5": a range in points of mood. */
export const span = ({ low, high }: Numbers): string => m.insight_span({ low: points(low), high: points(high) });

export const longDate = (day: string): string => formatDay(day, { day: 'numeric', month: 'long', year: 'numeric' });

const timings: Record<Timing, () => string> = { same_day: m.insight_same_day, day_after: m.insight_day_after };
export const timingWord = (timing: Timing): string => timings[timing]();

const states: Record<State, () => string> = {
  too_early: m.insight_state_too_early,
  no_link: m.insight_state_no_link,
  possible: m.insight_state_possible,
  shown: m.insight_state_shown,
  gone: m.insight_state_gone,
};
export const stateWord = (state: State): string => states[state]();

interface Known {
  name: string;
  /** When the claim is of one. */
  habit: Habit | undefined;
  /** When the next look is. */
  nextLookOn: string | null;
}

/** Everything to say of a claim; there is always something, if only when it is looked at. */
export function textsOf(claim: Claim, { name, habit, nextLookOn }: Known): string[] {
  if (claim.state === 'too_early' && habit && neverBeside(habit, claim.timing)) return [m.insight_fixed({ name })];
  const said = sentences(claim, name);
  return said.length ? said : [waitingText(name, nextLookOn)];
}

/** What is said of a habit or factor, beginning with the claim itself; its name as the person wrote it. */
export function sentences(claim: Claim, name: string): string[] {
  const numbers = numbersOf(claim);
  if (claim.state === 'possible') return [possible(claim, name)];
  if (!numbers || claim.state === 'too_early') return claim.lacks.map((lack) => lackText(lack, name));
  if (claim.state === 'shown') return [shown(claim, numbers, name), ...(claim.moodFirst ? [m.insight_mood_first({ name })] : [])];
  return [compared(claim, numbers, name)];
}

/** "On days with … your mood was higher by 0.4 points": numbers of a lower mood lose their sign. */
function shown({ timing, used }: Claim, { estimate, low, high }: Numbers, name: string): string {
  const higher = estimate > 0;
  const text = {
    same_day: higher ? m.insight_higher : m.insight_lower,
    day_after: higher ? m.insight_after_higher : m.insight_after_lower,
  }[timing];
  const [near, far] = higher ? [low, high] : [-high, -low];
  return text({ days: whole(used), name, points: points(Math.abs(estimate)), low: points(near), high: points(far) });
}

function possible({ timing, since, lookedOn }: Claim, name: string): string {
  const text = { same_day: m.insight_possible, day_after: m.insight_after_possible }[timing];
  return text({ name, date: longDate(since ?? lookedOn ?? '1970-01-01') });
}

function compared({ state, timing, lookedOn }: Claim, numbers: Numbers, name: string): string {
  const said = {
    name,
    difference: difference(numbers.estimate),
    low: points(numbers.low),
    high: points(numbers.high),
  };
  if (state !== 'gone' || !lookedOn)
    return { same_day: m.insight_no_link, day_after: m.insight_after_no_link }[timing](said);
  return { same_day: m.insight_gone, day_after: m.insight_after_gone }[timing]({ ...said, date: longDate(lookedOn) });
}

/** When something chosen is looked at first; without a day once the server knows of it. */
export const waitingText = (name: string, on: string | null): string =>
  on ? m.insight_waiting({ name, date: longDate(on) }) : m.insight_waiting_sync({ name });

const counted = (number: number): { count: number; number: string } => ({ count: number, number: whole(number) });

/** What is still missing, in days where it is days. */
export function lackText({ want, have, need }: Lack, name: string): string {
  switch (want) {
    case 'days_with':
      return m.insight_lack_with({ ...counted(need - have), name });
    case 'days_without':
      return m.insight_lack_without({ ...counted(need - have), name });
    case 'days_answered':
      return m.insight_lack_answered({ have: whole(have), need: whole(need) });
    case 'mood_spread':
      return m.insight_lack_spread();
    case 'own_pattern':
      return m.insight_lack_pattern({ name });
    default:
      return m.insight_lack_days({ have: whole(have), need: whole(need) });
  }
}
