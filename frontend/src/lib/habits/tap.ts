import { entryId, type EntryFields, type Habit } from '$lib/db/model';
import { m } from '$lib/i18n';
import { data } from '$lib/state/data.svelte';
import { uuid7 } from '$lib/sync/uuid7';
import { now } from '$lib/time/now';
import { toasts } from '$lib/ui/toasts.svelte';
import { withUnit } from './amount';
import { factsOf, isDoneOn } from './facts';

const undo = (text: string, run: () => void): void => toasts.show(text, { label: m.undo(), run });

/**
 * Writes an entry, ticks, and offers the way back to what was there. Of what it says, only what is
 * meant: leaving a day out must not take away a tick that another phone has made meanwhile.
 */
export function note(habit: Habit, day: string, fields: Partial<EntryFields>, text: string): void {
  const id = entryId(habit.id, day);
  const back = data.entries.get(id) ?? { value: 0, skipped: false, deleted: habit.kind === 'avoid' };
  // What was taken back before says nothing any more.
  const anew = data.get('entry', id)?.['deleted'] ? { value: 0 } : {};
  const written = { ...anew, skipped: false, deleted: false, ...fields };
  void data.write('entry', id, written);
  navigator.vibrate?.(10);
  undo(text, () => {
    const names = Object.keys(written) as (keyof EntryFields)[];
    void data.write('entry', id, Object.fromEntries(names.map((name) => [name, back[name]])));
  });
}

/** Done, or not done after all. */
export function toggle(habit: Habit, day: string): void {
  const done = isDoneOn(habit, day);
  const { name } = habit;
  note(habit, day, { value: done ? 0 : 1 }, done ? m.habit_undone_toast({ name }) : m.habit_done_toast({ name }));
}

/** Kept or slipped; the same tap again leaves the day open. */
export function keep(habit: Habit, day: string, value: 0 | 1): void {
  const { name } = habit;
  if (factsOf(habit, day).value === value) note(habit, day, { deleted: true }, m.habit_cleared_toast({ name }));
  else note(habit, day, { value }, value ? m.habit_kept_toast({ name }) : m.habit_slipped_toast({ name }));
}

/** Adds to a measured day, which then counts; the undo takes back both. */
export function addAmount(habit: Habit, day: string, amount: number): void {
  const id = uuid7();
  const leaveOut = (skipped: boolean): void => void data.write('entry', entryId(habit.id, day), { skipped });
  const { skipped } = factsOf(habit, day);
  void data.write('amount', id, { habitId: habit.id, day, at: now(), amount, deleted: false });
  if (skipped) leaveOut(false);
  navigator.vibrate?.(10);
  const value = withUnit(factsOf(habit, day).sum, habit.unit);
  undo(m.habit_amount_toast({ name: habit.name, value }), () => {
    void data.write('amount', id, { deleted: true });
    if (skipped) leaveOut(true);
  });
}
